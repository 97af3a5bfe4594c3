package io.github.awing.eval.draw;

import io.github.awing.eval.draw.PanelSheet.Key;
import io.github.awing.eval.draw.PanelSheet.Panel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntFunction;

/** Draws the steps from a target heatmap to the weights of its pixels. */
public final class WeightMapSheet {

  private static final Color FOREGROUND = Palette.VERMILLION;
  private static final Color ADDED = Palette.series(4);

  /** Opacity of the weights over the face. */
  private static final double VEIL = 0.6;

  private WeightMapSheet() {}

  /**
   * Draws two rows: a target, its foreground and the cells that the dilation adds, and the weights;
   * then a face, and the weights of its heatmaps over it. All heatmaps are square, row by row.
   *
   * @param target values from 0 to 1
   * @param foreground whether the target reaches the threshold, by pixel
   * @param weights 1 for the background, more for the foreground
   * @param crop a square face crop
   * @param landmarkWeights maximum of the weights in six landmarks' heatmaps, by pixel
   * @param boundaryWeights the weights in the face's boundary heatmap
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(
      float[] target,
      boolean[] foreground,
      float[] weights,
      BufferedImage crop,
      float[] landmarkWeights,
      float[] boundaryWeights) {
    float heaviest = heaviest(weights);
    BufferedImage face = PanelSheet.fitted(crop);
    List<Panel> panels =
        List.of(
            new Panel(
                "target",
                HeatmapPicture.flat(target),
                List.of(key(0, "0"), key(0.5, "0.5"), key(1, "1"))),
            new Panel(
                "",
                cells(
                    target.length,
                    i -> foreground[i] ? FOREGROUND : weights[i] > 1 ? ADDED : Palette.GRID),
                List.of(new Key(FOREGROUND, "foreground"), new Key(ADDED, "dilation adds"))),
            new Panel(
                "weight",
                cells(target.length, i -> new Color(ColourMap.rgb(weights[i] / heaviest))),
                List.of(key(1 / heaviest, "1"), key(1, PlotFrame.shortest(heaviest)))),
            new Panel("a drawn face", face),
            new Panel(
                "weights, six landmarks", HeatmapPicture.over(face, shares(landmarkWeights), VEIL)),
            new Panel(
                "weights, boundary", HeatmapPicture.over(face, shares(boundaryWeights), VEIL)));
    return PanelSheet.draw(panels, 3);
  }

  private static float heaviest(float[] weights) {
    float most = 1;
    for (float weight : weights) {
      most = Math.max(most, weight);
    }
    return most;
  }

  /** Scales weights from 0 for the background to 1 for the largest. */
  private static float[] shares(float[] weights) {
    float span = Math.max(heaviest(weights) - 1, Float.MIN_NORMAL);
    float[] shares = new float[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (weights[i] - 1) / span;
    }
    return shares;
  }

  private static Key key(double value, String meaning) {
    return new Key(new Color(ColourMap.rgb(value)), meaning);
  }

  private static BufferedImage cells(int count, IntFunction<Color> colour) {
    int size = (int) Math.round(Math.sqrt(count));
    BufferedImage cells = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < count; i++) {
      cells.setRGB(i % size, i / size, colour.apply(i).getRGB());
    }
    return PanelSheet.enlarged(cells);
  }
}
