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
 * The kinds of pictures that strangers may send. WebP, TIFF and PNM are none of them: OpenCV 4.5.5
 * reads them by code of 2021, whose known faults a forged picture can use (CVE-2023-4863).
 */
final class PictureKinds {

  private static final List<String> TYPES =
      List.of("image/jpeg", "image/png", "image/gif", "image/bmp");

  private static final Set<String> FORMATS = Set.of("jpeg", "png", "gif", "bmp");

  /** Of bytes whose kind the sender does not know. */
  private static final String ANY = "application/octet-stream";

  private PictureKinds() {}

  /**
   * Checks what a request says that it brings.
   *
   * @param type the header Content-Type; null if there is none
   * @throws Refusal if it is no kind that is read
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
   * Checks what the bytes begin as.
   *
   * @throws Refusal if it is no kind that is read
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
