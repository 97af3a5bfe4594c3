package io.github.awing.eval.predict;

import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.detect.FacePlace;
import java.util.List;

/** Source of the places of faces in pictures. */
@FunctionalInterface
interface FacePlaces {

  /**
   * Finds the places of one picture's faces; none if it has no face.
   *
   * @param image the picture's name, as results print it
   */
  List<FacePlace> of(String image, Picture picture);

  /** Takes every whole picture as one face. */
  static FacePlaces whole() {
    // Coordinates refer to the pixels' centres, so a picture begins at -0.5.
    return (image, picture) ->
        List.of(
            FacePlace.upright(new Box(-0.5, -0.5, picture.width() - 0.5, picture.height() - 0.5)));
  }
}
