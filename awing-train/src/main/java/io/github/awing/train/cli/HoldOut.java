package io.github.awing.train.cli;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.FaceDataSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Splits training faces into a part to learn from and a part to choose by, so that no test face is
 * used. All faces of a picture are in the same part.
 *
 * @param learned the faces to learn from
 * @param heldOut the faces to choose by
 */
record HoldOut(FaceDataSet learned, FaceDataSet heldOut) {

  /**
   * Holds out the faces of every so-many-th picture.
   *
   * @throws IllegalArgumentException if it is fewer than every second one, or there are not as many
   *     pictures
   */
  static HoldOut every(int nth, FaceDataSet faces) {
    List<String> pictures = faces.faces().stream().map(AnnotatedFace::image).distinct().toList();
    if (nth < 2 || nth > pictures.size()) {
      throw new IllegalArgumentException(
          "--hold-out must be from 2 to the number of training pictures, %d, but is %d"
              .formatted(pictures.size(), nth));
    }
    Set<String> out =
        IntStream.range(0, pictures.size())
            .filter(i -> (i + 1) % nth == 0)
            .mapToObj(pictures::get)
            .collect(Collectors.toSet());
    return new HoldOut(
        part(faces, face -> !out.contains(face.image())),
        part(faces, face -> out.contains(face.image())));
  }

  private static FaceDataSet part(FaceDataSet all, Predicate<AnnotatedFace> which) {
    return new FaceDataSet(
        all.format(), all.scheme(), all.faces().stream().filter(which).toList(), all.attributes());
  }
}
