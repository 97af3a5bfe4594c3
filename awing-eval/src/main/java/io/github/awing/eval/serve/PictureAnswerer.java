package io.github.awing.eval.serve;

import io.github.awing.data.BadDataException;
import io.github.awing.data.PictureTooLargeException;

/** Finds the landmarks in pictures; must be safe for several threads. */
@FunctionalInterface
public interface PictureAnswerer {

  /**
   * Finds the landmarks of the faces in one picture.
   *
   * @return a JSON array with one object for each face
   * @throws PictureTooLargeException if the picture has too many pixels
   * @throws BadDataException if the picture is damaged, or a box cannot be of a face in it
   */
  String answer(PictureRequest request);
}
