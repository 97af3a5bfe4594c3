package io.github.awing.data;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A rectangle of a JPEG, decoded alone. Java's reader stops below the rectangle and leaves out the
 * arithmetic beside it, which OpenCV's cannot; for a small face in a large picture that is faster.
 *
 * <p>Only of plain JPEGs: eight bits, three colours, one pass, no colour profile, no orientation.
 * What the others mean is left to OpenCV.
 */
final class JpegRegion {

  /** Java's decoder is slower a pixel than OpenCV's on some machines: where most is needed. */
  private static final double MOST = 0.7;

  private static final int MARKER = 0xff;
  private static final int BASELINE = 0xc0;
  private static final int EXTENDED = 0xc1;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int START_OF_SCAN = 0xda;
  private static final int QUANTISATION_TABLES = 0xdb;
  private static final int RESTART_INTERVAL = 0xdd;
  private static final int JFIF = 0xe0;
  private static final int COMMENT = 0xfe;

  private JpegRegion() {}

  /**
   * The rectangle, if it is worth its while.
   *
   * @param file a whole file
   * @param needed the rectangle, in the picture's pixels; may reach beyond the picture
   * @return nothing if the file is no plain JPEG, is damaged, or most of it is needed anyway
   */
  static Optional<PicturePart> read(byte[] file, Box needed) {
    if (!isPlain(file)) {
      return Optional.empty();
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
      try {
        reader.setInput(in, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        Rectangle region = within(needed, width, height);
        if (region.isEmpty() || region.getWidth() * region.getHeight() > MOST * width * height) {
          return Optional.empty();
        }
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setSourceRegion(region);
        parameters.setDestinationType(
            ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR));
        return Optional.of(
            new PicturePart(
                Picture.of(reader.read(0, parameters)),
                Affine.translation(region.getX(), region.getY())));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Whether the file is damaged, or only beyond Java, OpenCV decides.
      return Optional.empty();
    }
  }

  /** The whole pixels that a box touches; empty if it lies beyond the picture. */
  private static Rectangle within(Box box, int width, int height) {
    int left = (int) Math.max(0, Math.floor(box.left()));
    int top = (int) Math.max(0, Math.floor(box.top()));
    int right = (int) Math.min(width, Math.ceil(box.right()) + 1);
    int bottom = (int) Math.min(height, Math.ceil(box.bottom()) + 1);
    return new Rectangle(left, top, right - left, bottom - top);
  }

  /** Whether the segments before the pixels say nothing that the two decoders could differ in. */
  private static boolean isPlain(byte[] file) {
    boolean frame = false;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == MARKER) {
      switch (file[at + 1] & 0xff) {
        case START_OF_SCAN:
          return frame;
        case BASELINE, EXTENDED:
          frame = at + 10 <= file.length && file[at + 4] == 8 && file[at + 9] == 3;
          break;
        case HUFFMAN_TABLES, QUANTISATION_TABLES, RESTART_INTERVAL, JFIF, COMMENT:
          break;
        default:
          return false;
      }
      at += 2 + ((file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff);
    }
    return false;
  }
}
