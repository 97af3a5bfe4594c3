package io.github.awing.eval.draw;

import io.github.awing.data.LandmarkScheme;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws a network's heatmaps and boundary of one face beside the targets. */
public final class HeatmapSheet {

  private static final int COLUMNS = 4;

  private HeatmapSheet() {}

  /**
   * Draws the face crop, the maximum of all landmark heatmaps, the boundary heatmap if there is
   * one, each predicted and true, and four single landmarks.
   *
   * @param crop the network's input
   * @param scheme of the landmarks
   * @param predicted [channels][size²], square, row by row, about 0 to 1: the scheme's landmarks,
   *     then an optional boundary
   * @param target the target heatmaps, of the same shape
   * @throws IllegalArgumentException if the two differ in shape, or the channels are neither the
   *     scheme's landmarks nor one more
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(
      BufferedImage crop, LandmarkScheme scheme, float[][] predicted, float[][] target) {
    int landmarks = scheme.count();
    if (predicted.length != target.length
        || predicted.length < landmarks
        || predicted.length > landmarks + 1) {
      throw new IllegalArgumentException(
          "scheme %s needs %d heatmaps, or one more with the boundary, but %d are predicted and %d true"
              .formatted(scheme.name(), landmarks, predicted.length, target.length));
    }
    BufferedImage face = PanelSheet.fitted(crop);
    List<PanelSheet.Panel> panels = new ArrayList<>();
    panels.add(new PanelSheet.Panel("face crop", face));
    panels.add(
        new PanelSheet.Panel(
            "landmarks, predicted",
            HeatmapPicture.over(face, merged(Arrays.copyOf(predicted, landmarks)))));
    panels.add(
        new PanelSheet.Panel(
            "landmarks, true",
            HeatmapPicture.over(face, merged(Arrays.copyOf(target, landmarks)))));
    if (predicted.length > landmarks) {
      panels.add(
          new PanelSheet.Panel("boundary, predicted", HeatmapPicture.flat(predicted[landmarks])));
      panels.add(new PanelSheet.Panel("boundary, true", HeatmapPicture.flat(target[landmarks])));
    }
    for (int landmark : sample(landmarks, panels.size())) {
      panels.add(
          new PanelSheet.Panel(
              "landmark " + landmark + ", predicted", HeatmapPicture.flat(predicted[landmark])));
    }
    return PanelSheet.draw(panels, COLUMNS);
  }

  /** Landmarks spread over the scheme, as many as fill the last row. */
  private static int[] sample(int landmarks, int panels) {
    int count = Math.min(landmarks, 2 * COLUMNS - panels);
    int[] sample = new int[count];
    Arrays.setAll(sample, i -> (int) ((i + 0.5) * landmarks / count));
    return sample;
  }

  private static float[] merged(float[][] heatmaps) {
    float[] most = heatmaps[0].clone();
    for (float[] heatmap : heatmaps) {
      for (int i = 0; i < most.length; i++) {
        most[i] = Math.max(most[i], heatmap[i]);
      }
    }
    return most;
  }
}
