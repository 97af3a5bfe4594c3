package io.github.awing.data;

/** A picture says that it has more pixels than are read. */
public final class PictureTooLargeException extends BadDataException {

  private static final long serialVersionUID = 1L;

  PictureTooLargeException(PictureSource picture, String what) {
    super(picture, what);
  }
}
