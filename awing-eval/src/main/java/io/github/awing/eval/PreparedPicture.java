package io.github.awing.eval;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.CroppedFace;
import io.github.awing.data.DecodedPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture's faces, cut out for the network; the picture itself is let go, however large it is.
 *
 * @param image the picture's name, as results print it
 * @param file where it is
 * @param boxes where its faces are
 * @param crops one for each box
 */
record PreparedPicture(String image, Path file, List<Box> boxes, List<CroppedFace> crops)
    implements AutoCloseable {

  /**
   * Reads the picture, finds its faces and cuts them out.
   *
   * @throws BadDataException if it cannot be read
   */
  static PreparedPicture of(String image, Path file, FaceBoxes boxes, FaceAligner aligner) {
    try (DecodedPicture picture = DecodedPicture.of(file)) {
      List<Box> its = boxes.of(image, picture.picture());
      List<CroppedFace> crops = new ArrayList<>();
      for (Box box : its) {
        crops.add(aligner.cropper().crop(picture, box));
      }
      return new PreparedPicture(image, file, its, crops);
    }
  }

  @Override
  public void close() {
    crops.forEach(CroppedFace::close);
  }
}
