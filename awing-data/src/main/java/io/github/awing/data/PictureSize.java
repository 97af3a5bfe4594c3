package io.github.awing.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Size of a picture from its header, checked before the picture is decoded: a file of a few
 * kilobytes can declare a picture larger than any memory.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PictureSize(long width, long height) {

  static final int MOST_MILLIONS = 134;

  /** The netpbm formats, which OpenCV reads and Java does not. */
  private static final Pattern NETPBM =
      Pattern.compile(
          "P[1-6]\\s+(?:#[^\\n]*\\n\\s*)*(\\d{1,18})\\s+(\\d{1,18})\\s.*", Pattern.DOTALL);

  private static final int NETPBM_HEADER = 512;

  /**
   * Reads the size in a picture file's header, before the picture is turned upright.
   *
   * @throws BadDataException as {@link Picture#read}, but nothing is decoded
   */
  public static PictureSize read(Path file) {
    return EncodedPicture.read(file).size();
  }

  /**
   * Checks the size in a file's header.
   *
   * @return the size
   * @throws BadDataException if it is too large, or the file's format is not known
   */
  static PictureSize check(PictureSource source, byte[] file) {
    String start =
        new String(file, 0, Math.min(file.length, NETPBM_HEADER), StandardCharsets.ISO_8859_1);
    Matcher netpbm = NETPBM.matcher(start);
    if (netpbm.matches()) {
      return check(source, Long.parseLong(netpbm.group(1)), Long.parseLong(netpbm.group(2)));
    }
    if (WebpSize.isWebp(file)) {
      PictureSize its = WebpSize.of(file).orElseThrow(() -> damaged(source));
      return check(source, its.width(), its.height());
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadDataException(
            source, "is no picture of a known kind (JPEG, PNG, BMP, TIFF, GIF, WebP, PNM)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return check(source, reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(source);
    }
  }

  private static BadDataException damaged(PictureSource source) {
    return new BadDataException(source, "is no picture, or one that is damaged or cut off");
  }

  /**
   * Checks a size.
   *
   * @return the size
   * @throws BadDataException if it is too large or empty
   */
  public static PictureSize check(PictureSource source, long width, long height) {
    return new PictureSize(width, height).checkAtMost(source, MOST_MILLIONS);
  }

  /**
   * Checks that the size is not empty and at most {@code millions} million pixels.
   *
   * @return this size
   * @throws BadDataException if it is empty
   * @throws PictureTooLargeException if it is too large
   */
  PictureSize checkAtMost(PictureSource source, int millions) {
    long most = millions * 1_000_000L;
    if (width >= 1 && height >= 1 && width <= most && width * height <= most) {
      return this;
    }
    String why =
        "says it has %d x %d pixels; 1 to %d million are read".formatted(width, height, millions);
    throw width < 1 || height < 1
        ? new BadDataException(source, why)
        : new PictureTooLargeException(source, why);
  }
}
