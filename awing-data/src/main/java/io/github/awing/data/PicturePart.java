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

  /**
   * The pixels of a place, or all if it lies beyond them. They are not copied, and stay until both
   * are closed.
   *
   * @param place in the whole picture's pixels
   */
  public PicturePart within(Box place) {
    Affine fromWhole = toWhole.inverse();
    Point first = fromWhole.apply(new Point(place.left(), place.top()));
    Point last = fromWhole.apply(new Point(place.right(), place.bottom()));
    int left = (int) Math.max(0, Math.floor(first.x()));
    int top = (int) Math.max(0, Math.floor(first.y()));
    int width = (int) Math.min(picture.width(), Math.ceil(last.x()) + 1) - left;
    int height = (int) Math.min(picture.height(), Math.ceil(last.y()) + 1) - top;
    if (width <= 0 || height <= 0) {
      return new PicturePart(picture.shared(), toWhole);
    }
    return new PicturePart(
        picture.part(left, top, width, height), Affine.translation(left, top).then(toWhole));
  }

  /** The same with pixels of its own, to be closed by the caller. */
  public PicturePart copy() {
    return new PicturePart(picture.copy(), toWhole);
  }

  @Override
  public void close() {
    picture.close();
  }
}
