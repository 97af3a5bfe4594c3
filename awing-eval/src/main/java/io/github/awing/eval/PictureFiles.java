package io.github.awing.eval;

import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The pictures that a user names, one by one or by folder. */
final class PictureFiles {

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "ppm", "pgm", "tif", "tiff", "webp");

  private PictureFiles() {}

  /**
   * Finds them in the order given, folders sorted by name.
   *
   * @return the files by the name that results print: a picture's own, or its path within its
   *     folder with forward slashes
   * @throws BadDataException if there is no such file, a folder holds no picture, or two pictures
   *     have one name
   */
  static Map<String, Path> find(List<Path> inputs) throws IOException {
    Map<String, Path> pictures = new LinkedHashMap<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        int before = pictures.size();
        try (Stream<Path> files = Files.walk(input)) {
          for (Path file : files.filter(PictureFiles::isPicture).sorted().toList()) {
            add(pictures, input.relativize(file).toString().replace('\\', '/'), file);
          }
        }
        if (pictures.size() == before) {
          throw new BadDataException(input, "this folder holds no picture");
        }
      } else if (Files.exists(input)) {
        add(pictures, input.getFileName().toString(), input);
      } else {
        throw new BadDataException(input, "there is no such picture or folder");
      }
    }
    return pictures;
  }

  private static void add(Map<String, Path> pictures, String name, Path file) {
    Path other = pictures.putIfAbsent(name, file);
    if (other != null) {
      throw new BadDataException(
          file, "its results would be mixed up with those of %s of the same name".formatted(other));
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
