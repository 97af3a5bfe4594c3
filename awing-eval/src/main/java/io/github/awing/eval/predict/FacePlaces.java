package io.github.awing.eval.predict;

import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.detect.FacePlace;
import java.util.List;

/** Where the faces of pictures are. */
@FunctionalInterface
interface FacePlaces {

  /**
   * The places of one picture's faces; none if it has no face.
   *
   * @param image the picture's name, as results print it
   */
  List<FacePlace> of(String image, Picture picture);

  /** Every picture is one face. */
  static FacePlaces whole() {
    // Pixels are counted by their middles, so a picture begins half a pixel before 0.
    return (image, picture) ->
        List.of(
            FacePlace.upright(new Box(-0.5, -0.5, picture.width() - 0.5, picture.height() - 0.5)));
  }
}
