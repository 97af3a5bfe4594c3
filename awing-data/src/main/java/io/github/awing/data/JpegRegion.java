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
 * <p>Only of plain JPEGs: eight bits, three colours, one pass, no colour profile, no orientation,
 * and colours as fine as the light, or half as fine across or both ways. Of these the pixels are
 * those that OpenCV decodes, to the last bit. What the others mean is left to OpenCV.
 */
final class JpegRegion {

  /** Java's decoder is slower a pixel than OpenCV's on some machines: where most is needed. */
  private static final double MOST = 0.7;

  /** The bytes of a frame's segment, of three colours. */
  private static final int FRAME = 19;

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
          frame = isPlainFrame(file, at);
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

  /** Three colours of eight bits, in the usual order and one of the usual finenesses. */
  private static boolean isPlainFrame(byte[] file, int at) {
    if (at + FRAME > file.length || file[at + 4] != 8 || file[at + 9] != 3) {
      return false;
    }
    boolean usualOrder = file[at + 10] == 1 && file[at + 13] == 2 && file[at + 16] == 3;
    // Java's library interpolates colours that are half as fine down alone otherwise than OpenCV's.
    int light = file[at + 11];
    return usualOrder
        && (light == 0x11 || light == 0x21 || light == 0x22)
        && file[at + 14] == 0x11
        && file[at + 17] == 0x11;
  }
}
