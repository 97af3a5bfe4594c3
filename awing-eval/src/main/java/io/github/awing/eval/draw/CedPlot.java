package io.github.awing.eval.draw;

import io.github.awing.data.Point;
import io.github.awing.eval.metric.FaceErrors;
import java.awt.BasicStroke;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;

/** Plots cumulative error distributions: the fraction of faces with at most a given NME. */
public final class CedPlot {

  private CedPlot() {}

  /**
   * Draws the curves up to one and a half times the threshold, with their AUC in the legend.
   *
   * @param curves errors by their name in the legend, drawn in the map's order
   * @param threshold the NME above which a face is a failure, as a fraction
   * @return 1600 x 1040 pixels, higher with more than four curves, for display at half that size
   * @throws IllegalArgumentException if there are no curves, or the threshold is not above 0
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(Map<String, FaceErrors> curves, double threshold) {
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("there are no curves to draw");
    }
    double end = 1.5 * threshold;
    XYChart chart =
        PlotFrame.empty(
            "Cumulative error distribution",
            "NME (%)",
            "faces with at most that NME",
            curves.size() + 1);
    AxesChartStyler style = chart.getStyler();
    style.setXAxisMin(0.0);
    style.setXAxisMax(100 * end);
    style.setYAxisMin(0.0);
    style.setYAxisMax(100.0);
    style.setxAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    style.setyAxisTickLabelsFormattingFunction(y -> PlotFrame.shortest(y) + " %");

    int index = 0;
    for (Map.Entry<String, FaceErrors> curve : curves.entrySet()) {
      FaceErrors errors = curve.getValue();
      List<Point> steps = steps(errors, end);
      String label =
          String.format(
              Locale.ROOT,
              "%s (AUC %.3f, FR %.1f %%)",
              curve.getKey(),
              errors.auc(threshold),
              100 * errors.failureRate(threshold));
      XYSeries line =
          PlotFrame.line(
              chart,
              label,
              steps.stream().mapToDouble(Point::x).toArray(),
              steps.stream().mapToDouble(Point::y).toArray(),
              Palette.series(index));
      if (index >= Palette.seriesCount()) {
        line.setLineStyle(dashed(2.2f));
      }
      index++;
    }
    XYSeries line =
        PlotFrame.line(
            chart,
            "threshold " + PlotFrame.shortest(100 * threshold) + " %",
            // The middle point breaks the equal spacing, for which XChart would place its own
            // ticks.
            new double[] {100 * threshold, 100 * threshold, 100 * threshold},
            new double[] {0, 61.8034, 100},
            Palette.FAINT_INK);
    line.setLineStyle(dashed(1.4f));
    return PlotFrame.draw(chart);
  }

  /** The corners of the CED from 0 to {@code end}, in percent: it rises at every face's error. */
  private static List<Point> steps(FaceErrors errors, double end) {
    List<Point> corners = new ArrayList<>();
    double height = 0;
    corners.add(new Point(0, height));
    for (double error : errors.distinct()) {
      if (error <= end) {
        corners.add(new Point(100 * error, height));
        height = 100 * errors.fractionWithin(error);
        corners.add(new Point(100 * error, height));
      }
    }
    corners.add(new Point(100 * end, height));
    return corners;
  }

  private static BasicStroke dashed(float width) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);
  }
}
