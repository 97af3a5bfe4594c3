package io.github.awing.data;

/**
 * Decoded part of a picture: all of it or a rectangle, at full or reduced resolution.
 *
 * @param picture closed by the caller that read it
 * @param toWhole map from its pixels to the whole picture's
 */
public record PicturePart(Picture picture, Affine toWhole) implements AutoCloseable {

  /**
   * All of a picture, each pixel the mean of {@code factor} x {@code factor} of the file's pixels.
   */
  static PicturePart reduced(Picture picture, int factor) {
    double middle = (factor - 1) / 2.0;
    return new PicturePart(picture, new Affine(factor, 0, middle, 0, factor, middle));
  }

  /**
   * The pixels of a place, or all if the place lies outside. They are not copied, and are freed
   * when both are closed.
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

  /** A copy with pixels of its own. The caller closes it. */
  public PicturePart copy() {
    return new PicturePart(picture.copy(), toWhole);
  }

  @Override
  public void close() {
    picture.close();
  }
}
