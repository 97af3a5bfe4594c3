package io.github.awing.data.format;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recognises picture files by their extension: all formats that can be read. */
public final class PictureNames {

  private static final Set<String> JPEG = Set.of("jpg", "jpeg", "jpe", "jfif", "jfi", "jif");
  private static final Set<String> OTHERS =
      Set.of("png", "bmp", "dib", "tif", "tiff", "gif", "webp", "pbm", "pgm", "ppm", "pnm");

  private PictureNames() {}

  /** Whether a file's extension, in either case, is a picture's. */
  public static boolean isPicture(Path file) {
    String extension = extension(file);
    return JPEG.contains(extension) || OTHERS.contains(extension);
  }

  static boolean isJpeg(Path file) {
    return JPEG.contains(extension(file));
  }

  /** All extensions in lower case, for messages. */
  public static String known() {
    return Stream.concat(JPEG.stream(), OTHERS.stream()).sorted().collect(Collectors.joining(", "));
  }

  /** The part of a name after the last dot, in lower case; empty if it has none. */
  static String extension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
