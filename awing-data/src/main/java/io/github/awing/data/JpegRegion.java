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
 * Decodes a rectangle of a JPEG. Java's reader stops below the rectangle and skips the arithmetic
 * beside it, which OpenCV's reader cannot; this is faster for a small face in a large picture.
 *
 * <p>It reads plain JPEGs only: eight bits, three components, baseline, no colour profile, no
 * orientation, and chroma subsampling 4:4:4, 4:2:2 or 4:2:0. For these the pixels equal OpenCV's to
 * the last bit. OpenCV decodes all other JPEGs.
 */
final class JpegRegion {

  /**
   * Share of the picture above which OpenCV decodes all of it: Java's decoder is slower a pixel on
   * some machines.
   */
  private static final double MOST = 0.7;

  /** Bytes of a frame segment with three components. */
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
   * Decodes the rectangle if that is faster than decoding the picture.
   *
   * @param file a whole file
   * @param needed the rectangle, in the picture's pixels; it may reach beyond the picture
   * @return empty if the file is not a plain JPEG, is damaged, or most of the picture is needed
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
      // OpenCV then finds out whether the file is damaged or only unsupported by Java.
      return Optional.empty();
    }
  }

  /** The whole pixels that a box touches; empty if the box lies outside the picture. */
  private static Rectangle within(Box box, int width, int height) {
    int left = (int) Math.max(0, Math.floor(box.left()));
    int top = (int) Math.max(0, Math.floor(box.top()));
    int right = (int) Math.min(width, Math.ceil(box.right()) + 1);
    int bottom = (int) Math.min(height, Math.ceil(box.bottom()) + 1);
    return new Rectangle(left, top, right - left, bottom - top);
  }

  /**
   * Whether the segments before the pixels hold nothing that the two decoders treat differently.
   */
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

  /**
   * Whether a frame has three components of eight bits, in the usual order and with a supported
   * subsampling.
   */
  private static boolean isPlainFrame(byte[] file, int at) {
    if (at + FRAME > file.length || file[at + 4] != 8 || file[at + 9] != 3) {
      return false;
    }
    boolean usualOrder = file[at + 10] == 1 && file[at + 13] == 2 && file[at + 16] == 3;
    // Java's library interpolates chroma that is halved vertically alone differently from OpenCV's.
    int light = file[at + 11];
    return usualOrder
        && (light == 0x11 || light == 0x21 || light == 0x22)
        && file[at + 14] == 0x11
        && file[at + 17] == 0x11;
  }
}
