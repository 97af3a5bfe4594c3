package io.github.awing.eval.figure;

import io.github.awing.data.GaussianHeatmaps;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import io.github.awing.data.TargetHeatmaps;
import io.github.awing.eval.draw.WeightMapSheet;
import io.github.awing.loss.Layout;
import io.github.awing.loss.WeightedLossMap;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/** The weighted loss map of a small heatmap with two landmarks, one at its border. */
final class WeightMapFigure {

  private static final int CROP = 96;
  private static final int CELLS = CROP / 4;
  private static final List<Point> PLACES = List.of(new Point(35, 37), new Point(94, 66));
  private static final GaussianHeatmaps GAUSSIAN = new GaussianHeatmaps(1.75, false);

  private WeightMapFigure() {}

  static BufferedImage draw() {
    float[] target = target();
    float[] weights = weights(new WeightedLossMap(), target);
    return WeightMapSheet.draw(target, foreground(target), weights);
  }

  /** Two landmarks' heatmaps in one. */
  static float[] target() {
    LandmarkScheme scheme = LandmarkScheme.named("wflw-98");
    Landmarks landmarks =
        Landmarks.of(
            IntStream.range(0, scheme.count())
                .mapToObj(i -> PLACES.get(i % PLACES.size()))
                .toList());
    float[][] heatmaps = new TargetHeatmaps(scheme, GAUSSIAN, false).draw(landmarks, CROP);
    float[] target = heatmaps[0];
    for (int i = 0; i < target.length; i++) {
      target[i] = Math.max(target[i], heatmaps[1][i]);
    }
    return target;
  }

  static float[] weights(WeightedLossMap map, float[] target) {
    return map.of(Nd4j.createFromArray(target).reshape(1, 1, CELLS, CELLS), Layout.NCHW)
        .ravel()
        .toFloatVector();
  }

  /** A map whose dilation reaches no neighbour weighs what the target holds by itself. */
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
