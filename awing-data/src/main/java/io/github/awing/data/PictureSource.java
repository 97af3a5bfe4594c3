package io.github.awing.data;

/** Source of a face's picture: a file of its own, or a place in a larger file. */
public interface PictureSource {

  /**
   * Reads the whole picture. The caller closes it.
   *
   * @throws BadDataException if there is no picture, or it cannot be read
   */
  Picture read();

  /**
   * Reads the pixels that a use needs. The caller closes the result.
   *
   * @param scale largest number of pixels of the use per pixel of the picture, above 0
   * @param needed the place in the picture beyond which nothing is needed
   * @throws BadDataException if there is no picture, or it cannot be read
   */
  default PicturePart readFor(double scale, Box needed) {
    return PicturePart.reduced(read(), 1);
  }

  /** The place for messages, in one line. */
  @Override
  String toString();
}
