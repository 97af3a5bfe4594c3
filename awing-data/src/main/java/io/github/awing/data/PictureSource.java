package io.github.awing.data;

/** Where a face's picture comes from: a file of its own, or a place in a larger one. */
public interface PictureSource {

  /**
   * Reads the whole picture; to be closed by the caller.
   *
   * @throws BadDataException if there is none, or it cannot be read
   */
  Picture read();

  /**
   * Reads what a use needs of the picture; to be closed by the caller.
   *
   * @param scale at most so many pixels of the use per pixel of the picture, above 0
   * @param needed the place in the picture beyond which nothing is needed
   * @throws BadDataException if there is none, or it cannot be read
   */
  default PicturePart readFor(double scale, Box needed) {
    return PicturePart.reduced(read(), 1);
  }

  /** Names the place for people, in one line. */
  @Override
  String toString();
}
