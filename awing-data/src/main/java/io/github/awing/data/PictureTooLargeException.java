package io.github.awing.data;

/** Thrown if a picture's header gives more pixels than are accepted. */
public final class PictureTooLargeException extends BadDataException {

  private static final long serialVersionUID = 1L;

  PictureTooLargeException(PictureSource picture, String what) {
    super(picture, what);
  }
}
