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
 * Picture files that a user names, singly or by folder. Results name a picture by its path from the
 * innermost folder that contains all pictures, so names are unique.
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
   * Finds the pictures in the order of the inputs, a folder's pictures sorted by name, without
   * duplicates. Opens no picture and keeps only the paths.
   *
   * @param out folder of the results, or null for none; pictures in it are ignored, unless an input
   *     lies in it
   * @throws BadDataException if a file does not exist, or a folder holds no picture
   */
  static PictureFiles find(List<Path> inputs, Path out) throws IOException {
    Path results = out == null ? null : out.toAbsolutePath().normalize();
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
    // Data sets often consist of links.
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk.filter(PictureFiles::isFile).sorted()::iterator) {
        if (results != null && !folder.startsWith(results) && file.startsWith(results)
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
    // A broken link counts as a picture, so that the user learns of it.
    return !Files.isDirectory(file);
  }

  /**
   * Describes the files of the folders that are no pictures by their names, in one line; empty if
   * there are none.
   */
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

  /** Iterates over absolute paths. */
  @Override
  public Iterator<Path> iterator() {
    return files.iterator();
  }

  /** Name of a picture in results: its path from the common folder, with forward slashes. */
  String name(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /** Whether a picture has this name in results. */
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
