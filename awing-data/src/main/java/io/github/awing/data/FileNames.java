package io.github.awing.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of files as this Java reads them. On Linux it takes them for text in the encoding that the
 * environment names; where it names none, as in containers and under cron, for ASCII, and what lies
 * beyond becomes a mark that stands for any character.
 */
public final class FileNames {

  /** What Java puts in the place of bytes that it cannot read. */
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * What a user can do so that all names can be read, if there is something to do.
   *
   * @return for instance {@code this Java takes names of files for ANSI_X3.4-1968, as the
   *     environment names no other encoding; set LC_ALL=C.UTF-8 in it}
   */
  public static Optional<String> cure() {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return windows || isUtf8(encoding)
        ? Optional.empty()
        : Optional.of(
            "this Java takes names of files for %s, as the environment names no other encoding; set LC_ALL=C.UTF-8 in it"
                .formatted(encoding));
  }

  private static boolean isUtf8(String encoding) {
    return Charset.isSupported(encoding)
        && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
  }

  /** Whether a name, or any other text from outside, has characters that could not be read. */
  public static boolean isUnreadable(String name) {
    return name.indexOf(UNREADABLE) >= 0;
  }

  /** A name as it can be shown: a question mark for each byte that could not be read. */
  public static String shown(String name) {
    return BadDataException.shown(name.replace(UNREADABLE, '?'));
  }

  /**
   * Checks the name of a file that was found in a folder.
   *
   * @param folder that was searched, by the user's own name
   * @return the file
   * @throws BadDataException if the name cannot be read, so that results would name another
   */
  public static Path requireReadable(Path folder, Path file) {
    String name = folder.relativize(file).toString();
    if (isUnreadable(name)) {
      throw new BadDataException(
          folder,
          "the name of '%s' cannot be read: %s"
              .formatted(shown(name), cure().orElse("it is not UTF-8; rename the file")));
    }
    return file;
  }

  /** What to tell of a name that cannot be one of a file here. */
  public static String complaint(InvalidPathException e) {
    String name = shown(e.getInput());
    return isAscii(e.getInput()) || cure().isEmpty()
        ? "'%s' cannot be the name of a file here".formatted(name)
        : "the name '%s' cannot be used: %s".formatted(name, cure().get());
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
