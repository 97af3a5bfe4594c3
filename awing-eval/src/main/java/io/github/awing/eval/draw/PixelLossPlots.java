package io.github.awing.eval.draw;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.MeanAbsoluteError;
import io.github.awing.loss.MeanSquaredError;
import io.github.awing.loss.PixelLoss;
import io.github.awing.loss.SmoothL1;
import io.github.awing.loss.Wing;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler;

/**
 * Losses and their gradients against the error p − y, as the paper's figures 2 and 3 have them:
 * left the loss, right its gradient by the prediction.
 */
public final class PixelLossPlots {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 430;

  /** Errors from −1 to 1. Odd, so that 0 is among them; there, a gradient may jump. */
  private static final int ERRORS = 401;

  /** A loss under the name that the legend shows, for one target. */
  record Curve(String name, PixelLoss loss, double target) {

    double lossAt(double error) {
      return loss.loss(target, target + error);
    }

    double gradientAt(double error) {
      return loss.gradient(target, target + error);
    }
  }

  private PixelLossPlots() {}

  /**
   * MSE, L1, smooth L1 and Wing, which are the same for every target, and Adaptive Wing on
   * foreground and on background.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage losses() {
    return PlotFrame.grid(
        pair(
            "",
            List.of(
                new Curve("Adaptive Wing, y = 1", new AdaptiveWing(), 1),
                new Curve("Adaptive Wing, y = 0", new AdaptiveWing(), 0),
                new Curve("Wing (0.5, 0.1)", new Wing(), 0),
                new Curve("MSE", new MeanSquaredError(), 0),
                new Curve("L1", new MeanAbsoluteError(), 0),
                new Curve("smooth L1", new SmoothL1(), 0))),
        2,
        WIDTH,
        HEIGHT);
  }

  /**
   * Wing, which is the same for every target, and Adaptive Wing, which is not.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage wingAndAdaptiveWing() {
    return PlotFrame.grid(
        pair(
            "",
            List.of(
                new Curve("Adaptive Wing, foreground (y = 1)", new AdaptiveWing(), 1),
                new Curve("Adaptive Wing, background (y = 0)", new AdaptiveWing(), 0),
                new Curve("Wing, any y (width 0.5, ε 0.1)", new Wing(), 0))),
        2,
        WIDTH,
        HEIGHT);
  }

  /**
   * Adaptive Wing for targets from 0 to 1.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage targets() {
    return PlotFrame.grid(
        pair(
            "",
            DoubleStream.of(0, 0.2, 0.4, 0.6, 0.8, 1)
                .mapToObj(y -> new Curve("y = " + PlotFrame.shortest(y), new AdaptiveWing(), y))
                .toList()),
        2,
        WIDTH,
        HEIGHT);
  }

  /**
   * Adaptive Wing on foreground with other hyper-parameters than the paper's, a row for each.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage hyperParameters() {
    List<XYChart> charts = new ArrayList<>();
    charts.addAll(row("ω", o -> new AdaptiveWing(o, 0.5, 1, 2.1), 10, 14, 18));
    charts.addAll(row("θ", t -> new AdaptiveWing(14, t, 1, 2.1), 0.3, 0.5, 0.7));
    charts.addAll(row("ε", e -> new AdaptiveWing(14, 0.5, e, 2.1), 0.5, 1, 2));
    charts.addAll(row("α", a -> new AdaptiveWing(14, 0.5, 1, a), 2.1, 2.5, 3));
    return PlotFrame.grid(charts, 2, WIDTH, HEIGHT);
  }

  private static List<XYChart> row(
      String parameter, DoubleFunction<AdaptiveWing> wing, double... values) {
    return pair(
        parameter + ": ",
        DoubleStream.of(values)
            .mapToObj(
                value ->
                    new Curve(parameter + " = " + PlotFrame.shortest(value), wing.apply(value), 1))
            .toList());
  }

  private static List<XYChart> pair(String prefix, List<Curve> curves) {
    XYChart losses = chart(prefix + "loss", "loss");
    XYChart gradients = chart(prefix + "gradient", "gradient by the prediction");
    double[] errors = errors();
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      PlotFrame.line(
          losses,
          curve.name(),
          errors,
          Arrays.stream(errors).map(curve::lossAt).toArray(),
          Palette.series(i));
      PlotFrame.line(
          gradients,
          curve.name(),
          errors,
          Arrays.stream(errors).map(curve::gradientAt).toArray(),
          Palette.series(i));
    }
    return List.of(losses, gradients);
  }

  private static XYChart chart(String title, String yTitle) {
    XYChart chart = PlotFrame.empty(title, "error: prediction − target", yTitle);
    chart.getStyler().setXAxisMin(-1.0);
    chart.getStyler().setXAxisMax(1.0);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    chart.getStyler().setxAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    return chart;
  }

  private static double[] errors() {
    double[] errors = new double[ERRORS];
    // Denser about 0, where curves bend; and XChart makes ticks of equally spaced data.
    Arrays.setAll(
        errors,
        i -> {
          double part = 2.0 * i / (ERRORS - 1) - 1;
          return 0.3 * part + 0.7 * part * part * part;
        });
    return errors;
  }
}
