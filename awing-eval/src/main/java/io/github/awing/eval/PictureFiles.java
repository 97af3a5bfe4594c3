package io.github.awing.eval;

import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pictures that a user names, one by one or by folder. Results name each by its path from the
 * innermost folder that holds them all, so that no two have one name.
 */
final class PictureFiles implements Iterable<Path> {

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "ppm", "pgm", "tif", "tiff", "webp");

  private final Path root;
  private final Set<Path> files;

  private PictureFiles(Path root, Set<Path> files) {
    this.root = root;
    this.files = files;
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
    for (Path input : inputs) {
      Path whole = input.toAbsolutePath().normalize();
      boolean folder = Files.isDirectory(whole);
      if (folder) {
        addFolder(files, input, whole, results);
      } else if (Files.exists(whole)) {
        files.add(whole);
      } else {
        throw new BadDataException(input, "there is no such picture or folder");
      }
      root = common(root, folder ? whole : whole.getParent(), input);
    }
    return new PictureFiles(root, files);
  }

  private static void addFolder(Set<Path> files, Path input, Path folder, Path results)
      throws IOException {
    boolean any = false;
    // Data sets are often put together from links.
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk.filter(PictureFiles::isPicture).sorted()::iterator) {
        if (folder.startsWith(results) || !file.startsWith(results)) {
          files.add(file);
          any = true;
        }
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileSystemLoopException loop) {
        throw new BadDataException(input, "a link leads back to where it is: " + loop.getFile());
      }
      throw e.getCause();
    }
    if (!any) {
      throw new BadDataException(input, "this folder holds no picture");
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

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    // A link that leads nowhere is a picture, too: one that is to be told of.
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
        && !Files.isDirectory(file);
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
      return false;
    }
  }
}
