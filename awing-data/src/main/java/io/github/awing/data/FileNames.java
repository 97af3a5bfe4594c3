package io.github.awing.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks file names that Java cannot decode. On Linux, Java decodes file names in the encoding of
 * the environment. If the environment sets none, as in containers and under cron, Java uses ASCII
 * and replaces every other byte by a replacement character.
 */
public final class FileNames {

  /** Java's replacement for bytes that it cannot decode. */
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * Advice to the user that makes all names readable, if any is needed.
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

  /** Whether a name, or other text from outside, has characters that could not be decoded. */
  public static boolean isUnreadable(String name) {
    return name.indexOf(UNREADABLE) >= 0;
  }

  /** A name to print: a question mark for each byte that could not be decoded. */
  public static String shown(String name) {
    return BadDataException.shown(name.replace(UNREADABLE, '?'));
  }

  /**
   * Checks the name of a file that was found in a folder.
   *
   * @param folder that was searched, as the user named it
   * @return the file
   * @throws BadDataException if the name cannot be decoded, so that results would give a wrong name
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

  /** Message for a name that cannot be a file name here. */
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
