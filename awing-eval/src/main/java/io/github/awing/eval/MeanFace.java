package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Averages the true landmarks of faces that are centred and scaled to one size; figures of
 * landmarks are drawn on the result.
 */
final class MeanFace {

  private MeanFace() {}

  /**
   * Averages the labelled landmarks.
   *
   * @param faces at least one, all with the same number of landmarks
   * @return about -2 to 2 on both axes; NaN for a landmark that no face labels
   */
  static Landmarks of(List<AnnotatedFace> faces) {
    int count = faces.get(0).landmarks().count();
    double[] sums = new double[2 * count];
    int[] labelled = new int[count];
    for (AnnotatedFace face : faces) {
      int[] those = IntStream.range(0, count).filter(face::labelled).toArray();
      Point middle = face.landmarks().mean(those);
      double size =
          Math.sqrt(
              Arrays.stream(those)
                  .mapToDouble(i -> Math.pow(face.landmarks().get(i).distance(middle), 2))
                  .average()
                  .orElseThrow());
      if (!(size > 0)) {
        // A single labelled landmark has no shape.
        continue;
      }
      for (int i : those) {
        sums[2 * i] += (face.landmarks().get(i).x() - middle.x()) / size;
        sums[2 * i + 1] += (face.landmarks().get(i).y() - middle.y()) / size;
        labelled[i]++;
      }
    }
    Arrays.setAll(sums, i -> sums[i] / labelled[i / 2]);
    return Landmarks.of(sums);
  }
}
