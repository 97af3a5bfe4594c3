package io.github.awing.eval.draw;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Circle;

/** Plots a training: the loss at every step, and the NME on held-out faces after every epoch. */
public final class LossPlot {

  private LossPlot() {}

  /**
   * Draws the loss, smoothed over a fiftieth of the training, on the left axis, and the NME on the
   * right axis. Values that are not finite leave a gap.
   *
   * @param loss the training loss at steps 1, 2, …; at least one is finite
   * @param nmeSteps the step of each NME
   * @param nme the NME on held-out faces, as fractions; may be empty
   * @return 1600 x 1040 pixels, for display at half that size
   * @throws IllegalArgumentException if no loss is finite, or {@code nmeSteps} and {@code nme}
   *     differ in length
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(double[] loss, int[] nmeSteps, double[] nme) {
    if (Arrays.stream(loss).noneMatch(Double::isFinite)) {
      throw new IllegalArgumentException("there is no finite loss to draw");
    }
    if (nmeSteps.length != nme.length) {
      throw new IllegalArgumentException(
          "%d NMEs, but %d steps for them".formatted(nme.length, nmeSteps.length));
    }
    XYChart chart = PlotFrame.empty("Training", "step", "training loss");
    XYStyler style = chart.getStyler();
    style.setxAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    style.setXAxisMin(0.0);
    style.setXAxisMax((double) Math.max(loss.length, Arrays.stream(nmeSteps).max().orElse(0)));
    style.setYAxisMin(0, 0.0);

    // Near the ends the mean covers fewer steps; it is drawn at their middle.
    int reach = loss.length / 100;
    int[] first = IntStream.range(0, loss.length).map(i -> Math.max(0, i - reach)).toArray();
    int[] last =
        IntStream.range(0, loss.length).map(i -> Math.min(loss.length - 1, i + reach)).toArray();
    PlotFrame.line(
        chart,
        "training loss",
        IntStream.range(0, loss.length).mapToDouble(i -> 1 + (first[i] + last[i]) / 2.0).toArray(),
        IntStream.range(0, loss.length).mapToDouble(i -> mean(loss, first[i], last[i])).toArray(),
        Palette.BLUE);
    if (Arrays.stream(nme).anyMatch(Double::isFinite)) {
      XYSeries series =
          PlotFrame.line(
              chart,
              "NME on held-out faces (right axis)",
              Arrays.stream(nmeSteps).asDoubleStream().toArray(),
              Arrays.stream(nme).map(e -> Double.isFinite(e) ? 100 * e : Double.NaN).toArray(),
              Palette.VERMILLION);
      series.setMarker(new Circle());
      series.setMarkerColor(Palette.VERMILLION);
      series.setYAxisGroup(1);
      style.setMarkerSize(6);
      style.setYAxisMin(1, 0.0);
      style.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
      style.putYAxisGroupDecimalPatternMap(1, "0.#");
      chart.setYAxisGroupTitle(1, "NME (%)");
      style.setYAxisGroupTitleColor(0, Palette.BLUE);
      style.setYAxisGroupTitleColor(1, Palette.VERMILLION);
    }
    return PlotFrame.draw(chart);
  }

  /** Mean over steps; single batches are too noisy. */
  private static double mean(double[] loss, int first, int last) {
    return Arrays.stream(loss, first, last + 1)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
