package io.github.awing.eval.figure;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.eval.draw.WeightMapSheet;
import io.github.awing.loss.Layout;
import io.github.awing.loss.WeightedLossMap;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws the weighted loss map of a small heatmap with two landmarks, one at its border, and of a
 * synthetic face's landmarks and boundary.
 */
final class WeightMapFigure {

  private static final int CROP = 96;
  private static final List<Point> PLACES = List.of(new Point(35, 37), new Point(94, 66));
  private static final GaussianHeatmaps GAUSSIAN = new GaussianHeatmaps(1.75, false);

  /** Chin, nose and the outer corners of eyes and mouth: landmarks whose weights do not overlap. */
  private static final int[] APART = {16, 54, 60, 72, 76, 82};

  private WeightMapFigure() {}

  static BufferedImage draw() {
    WeightedLossMap paper = new WeightedLossMap();
    float[] target = target();
    FaceExample face = FaceExample.draw();
    float[] landmarks = face.boundary().clone();
    Arrays.fill(landmarks, 0);
    for (int landmark : APART) {
      raise(landmarks, weights(paper, face.targets()[landmark]));
    }
    return WeightMapSheet.draw(
        target,
        foreground(target),
        weights(paper, target),
        face.crop(),
        landmarks,
        weights(paper, face.boundary()));
  }

  /** Merges two landmarks' heatmaps into one. */
  static float[] target() {
    LandmarkScheme scheme = LandmarkScheme.named("wflw-98");
    Landmarks landmarks =
        Landmarks.of(
            IntStream.range(0, scheme.count())
                .mapToObj(i -> PLACES.get(i % PLACES.size()))
                .toList());
    float[][] heatmaps = new TargetHeatmaps(scheme, GAUSSIAN, false).draw(landmarks, CROP);
    raise(heatmaps[0], heatmaps[1]);
    return heatmaps[0];
  }

  private static void raise(float[] values, float[] atLeast) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], atLeast[i]);
    }
  }

  static float[] weights(WeightedLossMap map, float[] target) {
    int cells = (int) Math.round(Math.sqrt(target.length));
    return map.of(Nd4j.createFromArray(target).reshape(1, 1, cells, cells), Layout.NCHW)
        .ravel()
        .toFloatVector();
  }

  /** Foreground of the target itself: that of a map whose dilation reaches no neighbour. */
  static boolean[] foreground(float[] target) {
    WeightedLossMap paper = new WeightedLossMap();
    float[] weights = weights(new WeightedLossMap(1, paper.threshold(), paper.weight()), target);
    boolean[] foreground = new boolean[weights.length];
    for (int i = 0; i < weights.length; i++) {
      foreground[i] = weights[i] > 1;
    }
    return foreground;
  }
}
