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

/** Bytes of a picture file whose size in pixels is within the limit. */
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
   * @throws BadDataException if there is no such file, it is not a picture, its header gives more
   *     than {@value PictureSize#MOST_MILLIONS} million pixels, or it is a JPEG whose end is
   *     missing
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
   * @param source named in error messages
   * @param bytes that the caller must not change
   * @throws BadDataException as {@link #read}
   */
  static EncodedPicture of(PictureSource source, byte[] bytes) {
    if (bytes.length == 0) {
      throw new BadDataException(source, "the picture is empty");
    }
    PictureSize size = PictureSize.check(source, bytes);
    if (JpegEnd.isJpeg(bytes) && !JpegEnd.isComplete(bytes)) {
      throw new BadDataException(
          source,
          "is cut off: the JPEG's end is missing after %d bytes; copy or download it once more"
              .formatted(bytes.length));
    }
    return new EncodedPicture(source, bytes, size);
  }

  /** The size in the file's header, before the picture is turned upright. */
  PictureSize size() {
    return size;
  }

  /**
   * Decodes all pixels.
   *
   * @throws BadDataException if it is not a picture, or is damaged
   */
  Picture whole() {
    return decoded(IMREAD_COLOR);
  }

  /**
   * The factor by which a JPEG is reduced while it is decoded. Decoding at a half, a quarter or an
   * eighth of the size is faster, and suits a use that shrinks the picture at least as much.
   *
   * @param scale pixels of the use per pixel of the picture, above 0
   * @return 1, 2, 4 or 8
   */
  int reduction(double scale) {
    // Other formats are decoded whole anyway, and odd sizes are not halved exactly.
    return !JpegEnd.isJpeg(bytes) || scale > 0.5 ? 1 : scale > 0.25 ? 2 : scale > 0.125 ? 4 : 8;
  }

  /**
   * Decodes the pixels that a use needs: reduced or, from a JPEG, within the needed place alone.
   *
   * @param scale pixels of the use per pixel of the picture, above 0
   * @param needed the place in the picture beyond which nothing is needed
   * @throws BadDataException if it is not a picture, or is damaged
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

  /**
   * Decodes the whole picture, each pixel the mean of {@code reduction} x {@code reduction} pixels.
   */
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
