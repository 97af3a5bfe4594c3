package io.github.awing.eval.predict;

import static java.util.stream.Collectors.counting;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FileNames;
import io.github.awing.data.SystemFiles;
import io.github.awing.data.format.PictureNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pictures that a user names, one by one or by folder. Results name each by its path from the
 * innermost folder that holds them all, so that no two have one name.
 */
final class PictureFiles implements Iterable<Path> {

  private final Path root;
  private final Set<Path> files;
  private final List<Path> leftOut;

  private PictureFiles(Path root, Set<Path> files, List<Path> leftOut) {
    this.root = root;
    this.files = files;
    this.leftOut = leftOut;
  }

  /**
   * Finds them in the order given, folders sorted by name; one that is named twice comes once.
   * Nothing is opened, and no more than the paths are kept.
   *
   * @param out where results go: what lies there is no input, unless an input lies there itself
   * @throws BadDataException if there is no such file, or a folder holds no picture
   */
  static PictureFiles find(List<Path> inputs, Path out) throws IOException {
    Path results = out.toAbsolutePath().normalize();
    Path root = null;
    Set<Path> files = new LinkedHashSet<>();
    List<Path> leftOut = new ArrayList<>();
    for (Path input : inputs) {
      Path whole = input.toAbsolutePath().normalize();
      boolean folder = Files.isDirectory(whole);
      if (folder) {
        addFolder(files, leftOut, input, whole, results);
      } else if (Files.exists(whole)) {
        files.add(whole);
      } else {
        throw new BadDataException(input, "there is no such picture or folder");
      }
      root = common(root, folder ? whole : whole.getParent(), input);
    }
    return new PictureFiles(root, files, leftOut);
  }

  private static void addFolder(
      Set<Path> files, List<Path> leftOut, Path input, Path folder, Path results)
      throws IOException {
    boolean any = false;
    // Data sets are often put together from links.
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk.filter(PictureFiles::isFile).sorted()::iterator) {
        if (!folder.startsWith(results) && file.startsWith(results)
            || SystemFiles.isOne(folder.relativize(file))) {
          continue;
        }
        if (PictureNames.isPicture(file)) {
          files.add(FileNames.requireReadable(folder, file));
          any = true;
        } else {
          leftOut.add(file);
        }
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileSystemLoopException loop) {
        throw new BadDataException(input, "a link leads back to where it is: " + loop.getFile());
      }
      throw e.getCause();
    }
    if (!any) {
      throw new BadDataException(
          input,
          "this folder holds no picture that is read (%s)%s"
              .formatted(
                  PictureNames.known(),
                  leftOut.isEmpty() ? "" : "; there is " + leftOut.get(0).getFileName()));
    }
  }

  private static Path common(Path root, Path folder, Path input) {
    Path common = root == null ? folder : root;
    while (common != null && !folder.startsWith(common)) {
      common = common.getParent();
    }
    if (common == null) {
      throw new BadDataException(input, "lies on another drive than the pictures before it");
    }
    return common;
  }

  private static boolean isFile(Path file) {
    // A link that leads nowhere is a picture, too: one that is to be told of.
    return !Files.isDirectory(file);
  }

  /** What lies in the folders and is no picture by its name, in one line; empty if nothing does. */
  Optional<String> leftOut() {
    if (leftOut.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> kinds =
        leftOut.stream()
            .collect(Collectors.groupingBy(PictureFiles::kind, TreeMap::new, counting()));
    return Optional.of(
        "%d files are left out, as their names are of no picture that is read (%s), the first is %s"
            .formatted(
                leftOut.size(),
                kinds.entrySet().stream()
                    .map(kind -> kind.getValue() + " " + kind.getKey())
                    .collect(Collectors.joining(", ")),
                name(leftOut.get(0))));
  }

  private static String kind(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "without an extension" : name.substring(dot);
  }

  int count() {
    return files.size();
  }

  /** Whole paths. */
  @Override
  public Iterator<Path> iterator() {
    return files.iterator();
  }

  /** What results call a picture: its path from the common folder, with forward slashes. */
  String name(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /** Whether results would call a picture so. */
  boolean has(String name) {
    try {
      return files.contains(root.resolve(name));
    } catch (InvalidPathException e) {
      if (FileNames.cure().isPresent()) {
        throw e;
      }
      return false;
    }
  }
}
