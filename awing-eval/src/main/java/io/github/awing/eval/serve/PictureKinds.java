package io.github.awing.eval.serve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Checks that a picture has an accepted format. WebP, TIFF and PNM are refused: OpenCV 4.5.5 reads
 * them by code of 2021 with known vulnerabilities to forged pictures (CVE-2023-4863).
 */
final class PictureKinds {

  private static final List<String> TYPES =
      List.of("image/jpeg", "image/png", "image/gif", "image/bmp");

  private static final Set<String> FORMATS = Set.of("jpeg", "png", "gif", "bmp");

  /** Type of bytes of unknown format. */
  private static final String ANY = "application/octet-stream";

  private PictureKinds() {}

  /**
   * Checks the declared format.
   *
   * @param type the header Content-Type; null if it is missing
   * @throws Refusal if the format is not accepted
   */
  static void checkType(String type) {
    if (type == null) {
      return;
    }
    String plain = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!plain.equals(ANY) && !TYPES.contains(plain)) {
      throw refused("Content-Type is '%s'".formatted(plain));
    }
  }

  /**
   * Checks the format of the bytes by their first ones.
   *
   * @throws Refusal if the format is not accepted
   */
  static void checkBytes(byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()
          || !FORMATS.contains(readers.next().getFormatName().toLowerCase(Locale.ROOT))) {
        throw refused("the body is none of them");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be read", e);
    }
  }

  private static Refusal refused(String why) {
    return new Refusal(
        415, "a picture is expected, %s, but %s".formatted(String.join(", ", TYPES), why));
  }
}
