package io.github.awing.eval.predict;

import io.github.awing.data.BadDataException;
import io.github.awing.data.DecodedPicture;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.eval.FaceAligner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Face crops of one picture, ready for the network; the picture itself is no longer in memory.
 *
 * @param image the picture's name, as results print it
 * @param file of the picture
 * @param places of the faces
 * @param crops one for each place
 * @param leftOut one exception for each box that cannot be of a face in this picture
 */
record PreparedPicture(
    String image,
    Path file,
    List<FacePlace> places,
    List<CroppedFace> crops,
    List<BadDataException> leftOut)
    implements AutoCloseable {

  /**
   * Reads the picture, finds its faces and crops them; leaves out boxes that cannot be cropped.
   *
   * @throws BadDataException if the picture cannot be read
   */
  static PreparedPicture of(String image, Path file, FacePlaces places, FaceAligner aligner) {
    try (DecodedPicture picture = DecodedPicture.of(file)) {
      List<FacePlace> its = new ArrayList<>();
      List<CroppedFace> crops = new ArrayList<>();
      List<BadDataException> leftOut = new ArrayList<>();
      for (FacePlace place : places.of(image, picture.picture())) {
        try {
          crops.add(aligner.cropper().crop(picture, place));
          its.add(place);
        } catch (BadDataException e) {
          leftOut.add(e);
        }
      }
      return new PreparedPicture(image, file, its, crops, leftOut);
    }
  }

  @Override
  public void close() {
    crops.forEach(CroppedFace::close);
  }
}
