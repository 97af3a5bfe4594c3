package io.github.awing.data;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** A picture file's bytes, which do not say that they are too large a picture. */
final class EncodedPicture {

  private static final long LONGEST_FILE = 1L << 30;

  private final PictureSource source;
  private final byte[] bytes;
  private final PictureSize size;

  private EncodedPicture(PictureSource source, byte[] bytes, PictureSize size) {
    this.source = source;
    this.bytes = bytes;
    this.size = size;
  }

  /**
   * Reads the file.
   *
   * @throws BadDataException if there is no such file, it is no picture, it says it is larger than
   *     {@value PictureSize#MOST_MILLIONS} million pixels, or it is a JPEG whose end is missing
   */
  static EncodedPicture read(Path file) {
    byte[] bytes;
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LONGEST_FILE) {
        throw new BadDataException(
            file, "is longer than %d bytes, too long for a picture".formatted(LONGEST_FILE));
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new BadDataException(file, "there is no such picture");
    } catch (IOException e) {
      throw new BadDataException(file, "the picture cannot be read: " + e.getMessage());
    }
    return of(new PictureFile(file), bytes);
  }

  /**
   * Takes the bytes of a picture file.
   *
   * @param source which complaints name
   * @param bytes that must not change any more
   * @throws BadDataException as {@link #read}
   */
  static EncodedPicture of(PictureSource source, byte[] bytes) {
    if (bytes.length == 0) {
      throw new BadDataException(source, "the picture is empty");
    }
    PictureSize size = PictureSize.check(source, bytes);
    if (JpegEnd.isJpeg(bytes) && !JpegEnd.isIn(bytes)) {
      throw new BadDataException(
          source,
          "is cut off: the JPEG's end is missing after %d bytes; copy or download it once more"
              .formatted(bytes.length));
    }
    return new EncodedPicture(source, bytes, size);
  }

  /** As the file tells it: not turned upright. */
  PictureSize size() {
    return size;
  }

  /**
   * All pixels.
   *
   * @throws BadDataException if it is no picture, or damaged
   */
  Picture whole() {
    return decoded(IMREAD_COLOR);
  }

  /**
   * How many pixels on each axis a use lets become one: JPEG is decoded at a half, a quarter or an
   * eighth of its size, which is faster, where the use would shrink it as much.
   *
   * @param scale pixels of the use per pixel of the picture, above 0
   * @return 1, 2, 4 or 8
   */
  int reduction(double scale) {
    // Other kinds are decoded whole in any case, and not to exact halves of odd sizes.
    return !JpegEnd.isJpeg(bytes) || scale > 0.5 ? 1 : scale > 0.25 ? 2 : scale > 0.125 ? 4 : 8;
  }

  /**
   * As many pixels as a use needs: reduced, or else, of a JPEG, in the needed place alone.
   *
   * @param scale pixels of the use per pixel of the picture, above 0
   * @param needed the place in the picture beyond which nothing is needed
   * @throws BadDataException if it is no picture, or damaged
   */
  PicturePart part(double scale, Box needed) {
    int reduction = reduction(scale);
    if (JpegEnd.isJpeg(bytes) && reduction == 1) {
      Optional<PicturePart> region = JpegRegion.read(bytes, needed);
      if (region.isPresent()) {
        return region.get();
      }
    }
    return reduced(reduction);
  }

  /** All of the picture, each pixel the mean of so many on each axis. */
  PicturePart reduced(int reduction) {
    int mode =
        switch (reduction) {
          case 2 -> IMREAD_REDUCED_COLOR_2;
          case 4 -> IMREAD_REDUCED_COLOR_4;
          case 8 -> IMREAD_REDUCED_COLOR_8;
          default -> IMREAD_COLOR;
        };
    return PicturePart.reduced(decoded(mode), reduction);
  }

  private Picture decoded(int mode) {
    if (GifPicture.isGif(bytes)) {
      return GifPicture.read(bytes).orElseThrow(this::damaged);
    }
    // Decoded from memory: OpenCV's own reader fails on names outside the system's code page.
    try (BytePointer pointer = new BytePointer(bytes);
        Mat encoded = new Mat(1, bytes.length, opencv_core.CV_8UC1, pointer)) {
      Mat decoded = imdecode(encoded, mode);
      if (decoded == null || decoded.empty()) {
        throw damaged();
      }
      return new Picture(decoded);
    }
  }

  private BadDataException damaged() {
    return new BadDataException(source, "is no picture, or one that is damaged or cut off");
  }
}
