package io.github.awing.data;

/**
 * What is read of a picture for a use: all of it or a part, in full or with fewer pixels.
 *
 * @param picture to be closed by its reader
 * @param toWhole from its pixels to the whole picture's
 */
public record PicturePart(Picture picture, Affine toWhole) implements AutoCloseable {

  /** All of a picture, each pixel the mean of {@code factor} x {@code factor} of its own. */
  static PicturePart reduced(Picture picture, int factor) {
    double middle = (factor - 1) / 2.0;
    return new PicturePart(picture, new Affine(factor, 0, middle, 0, factor, middle));
  }

  @Override
  public void close() {
    picture.close();
  }
}
