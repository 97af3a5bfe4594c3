package io.github.awing.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes a GIF, of a moving one the first picture, by Java's reader: OpenCV has none. */
final class GifPicture {

  private GifPicture() {}

  /** Whether a file begins as a GIF does. */
  static boolean isGif(byte[] file) {
    return file.length > 3 && file[0] == 'G' && file[1] == 'I' && file[2] == 'F';
  }

  /** All pixels; nothing if the file is damaged or cut off. */
  static Optional<Picture> read(byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      try {
        reader.setInput(in, true, true);
        BufferedImage image = reader.read(0);
        return Optional.of(Picture.of(image));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Damaged codes lead Java's reader beyond its arrays.
      return Optional.empty();
    }
  }
}
