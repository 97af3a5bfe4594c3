package io.github.awing.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a WebP picture's size from the file's first chunk: lossy, lossless or extended. */
final class WebpSize {

  /** Bytes that hold the size in all three formats. */
  private static final int HEADER = 30;

  private static final int SIDE = 0x3fff;
  private static final int LONG_SIDE = 0xffffff;

  private WebpSize() {}

  /** Whether a file begins with a WebP's signature. */
  static boolean isWebp(byte[] file) {
    return file.length >= HEADER && word(file, 0).equals("RIFF") && word(file, 8).equals("WEBP");
  }

  /**
   * Reads it.
   *
   * @param file that begins with a WebP's signature
   * @return empty if the first chunk has none of the three formats
   */
  static Optional<PictureSize> of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    return switch (word(file, 12)) {
      case "VP8 " ->
          Optional.of(new PictureSize(bytes.getShort(26) & SIDE, bytes.getShort(28) & SIDE));
      case "VP8L" -> {
        int sides = bytes.getInt(21);
        yield Optional.of(new PictureSize((sides & SIDE) + 1, (sides >>> 14 & SIDE) + 1));
      }
      case "VP8X" ->
          Optional.of(
              new PictureSize(
                  (bytes.getInt(24) & LONG_SIDE) + 1, (bytes.getInt(26) >>> 8 & LONG_SIDE) + 1));
      default -> Optional.empty();
    };
  }

  private static String word(byte[] file, int at) {
    return new String(file, at, 4, StandardCharsets.ISO_8859_1);
  }
}
