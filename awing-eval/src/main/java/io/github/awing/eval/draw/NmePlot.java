package io.github.awing.eval.draw;

import io.github.awing.data.Point;
import java.awt.BasicStroke;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Plots several trainings: the NME on held-out faces by epoch. */
public final class NmePlot {

  /** End of the axis as a multiple of the lowest NME, which cuts off the first epochs. */
  private static final double HIGHEST = 4;

  private NmePlot() {}

  /**
   * Draws the curves, up to four times the lowest NME.
   *
   * @param curves epochs and NMEs, as fractions above 0, by their name in the legend, drawn in the
   *     map's order
   * @return 1600 x 1040 pixels, higher with more than five curves, for display at half that size
   * @throws IllegalArgumentException if there are no curves, or one is empty
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(Map<String, List<Point>> curves) {
    if (curves.isEmpty() || curves.values().stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("there are no curves to draw, or one has no points");
    }
    XYChart chart = PlotFrame.empty("NME on held-out faces", "epoch", "NME (%)", curves.size());
    XYStyler style = chart.getStyler();
    style.setxAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    style.setyAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    double lowest =
        curves.values().stream().flatMap(List::stream).mapToDouble(Point::y).min().orElseThrow();
    double last =
        curves.values().stream().flatMap(List::stream).mapToDouble(Point::x).max().orElseThrow();
    style.setXAxisMin(0.0);
    style.setXAxisMax(last);
    style.setYAxisMin(0.0);
    style.setYAxisMax(100 * HIGHEST * lowest);
    int index = 0;
    for (Map.Entry<String, List<Point>> curve : curves.entrySet()) {
      XYSeries line =
          PlotFrame.line(
              chart,
              curve.getKey(),
              curve.getValue().stream().mapToDouble(Point::x).toArray(),
              curve.getValue().stream().mapToDouble(point -> 100 * point.y()).toArray(),
              Palette.series(index));
      if (index >= Palette.seriesCount()) {
        line.setLineStyle(
            new BasicStroke(
                2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0));
      }
      index++;
    }
    return PlotFrame.draw(chart);
  }
}
