package io.github.awing.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes a GIF, or the first picture of an animated one, by Java's reader, since OpenCV has none.
 */
final class GifPicture {

  private GifPicture() {}

  /** Whether a file begins with a GIF's signature. */
  static boolean isGif(byte[] file) {
    return file.length > 3 && file[0] == 'G' && file[1] == 'I' && file[2] == 'F';
  }

  /** Decodes all pixels; empty if the file is damaged or cut off. */
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
      // Damaged codes make Java's reader index beyond its arrays.
      return Optional.empty();
    }
  }
}
