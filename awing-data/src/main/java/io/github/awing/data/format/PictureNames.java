package io.github.awing.data.format;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which files in a folder are pictures, as their names tell: all kinds that are read. */
public final class PictureNames {

  private static final Set<String> JPEG = Set.of("jpg", "jpeg", "jpe", "jfif", "jfi", "jif");
  private static final Set<String> OTHERS =
      Set.of("png", "bmp", "dib", "tif", "tiff", "gif", "webp", "pbm", "pgm", "ppm", "pnm");

  private PictureNames() {}

  /** Whether a file's extension, in letters of either size, is a picture's. */
  public static boolean isPicture(Path file) {
    String extension = extension(file);
    return JPEG.contains(extension) || OTHERS.contains(extension);
  }

  static boolean isJpeg(Path file) {
    return JPEG.contains(extension(file));
  }

  /** All extensions in small letters, for people. */
  public static String known() {
    return Stream.concat(JPEG.stream(), OTHERS.stream()).sorted().collect(Collectors.joining(", "));
  }

  /** What follows a name's last dot, in small letters; empty if it has none. */
  static String extension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
