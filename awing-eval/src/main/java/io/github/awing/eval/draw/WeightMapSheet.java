package io.github.awing.eval.draw;

import io.github.awing.eval.draw.PanelSheet.Key;
import io.github.awing.eval.draw.PanelSheet.Panel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntFunction;

/** How a target heatmap becomes the weights of its pixels. */
public final class WeightMapSheet {

  private static final Color FOREGROUND = Palette.VERMILLION;
  private static final Color ADDED = Palette.series(4);

  private WeightMapSheet() {}

  /**
   * Draws the target, its foreground with what the dilation adds, and the weights. All are square,
   * with rows one after another, and of the same size.
   *
   * @param target values in 0 to 1
   * @param foreground whether the target itself reaches the threshold
   * @param weights 1 for the background, more for what counts more
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(float[] target, boolean[] foreground, float[] weights) {
    float most = 1;
    for (float weight : weights) {
      most = Math.max(most, weight);
    }
    float heaviest = most;
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
                List.of(key(1 / heaviest, "1"), key(1, PlotFrame.shortest(heaviest)))));
    return PanelSheet.draw(panels, panels.size());
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
