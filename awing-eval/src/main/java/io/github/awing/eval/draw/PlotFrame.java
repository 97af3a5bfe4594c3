package io.github.awing.eval.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.function.Consumer;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.None;

/** Common style of all plots: white background, thin axes, light grid, letters for 800 pixels. */
final class PlotFrame {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 520;
  private static final int ROOM_FOR_ENTRIES = 5;
  private static final int ENTRY_HEIGHT = 22;
  // Two picture pixels for each page pixel: sharp letters on dense screens.
  private static final int DENSITY = 2;

  private PlotFrame() {}

  /**
   * Creates a chart of the usual size.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  static XYChart empty(String title, String xTitle, String yTitle) {
    return empty(title, xTitle, yTitle, WIDTH, HEIGHT);
  }

  /**
   * Creates a chart of the usual size, or higher if a long legend needs room.
   *
   * @param entries number of the legend's entries
   * @throws MissingFontsException if this Java has no fonts
   */
  static XYChart empty(String title, String xTitle, String yTitle, int entries) {
    return empty(
        title,
        xTitle,
        yTitle,
        WIDTH,
        HEIGHT + ENTRY_HEIGHT * Math.max(0, entries - ROOM_FOR_ENTRIES));
  }

  /**
   * Creates a chart of the given size in page pixels.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  static XYChart empty(String title, String xTitle, String yTitle, int width, int height) {
    // Before XChart, which fails without a clear message if there are no fonts.
    Font letters = PlotFonts.plain(13);
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    XYStyler style = chart.getStyler();
    style.setChartTitleVisible(!title.isEmpty());
    style.setBaseFont(letters);
    style.setChartTitleFont(PlotFonts.bold(16));
    style.setLegendFont(letters);
    style.setAxisTitleFont(PlotFonts.plain(14));
    style.setAxisTickLabelsFont(letters);
    style.setAnnotationTextFont(PlotFonts.plain(12));
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setChartTitleBoxVisible(false);
    style.setChartFontColor(Palette.INK);
    style.setAxisTickLabelsColor(Palette.INK);
    style.setAxisTickMarksColor(Palette.FAINT_INK);
    style.setPlotGridLinesColor(Palette.GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setLegendBackgroundColor(Color.WHITE);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
    style.setLegendLayout(Styler.LegendLayout.Vertical);
    style.setChartPadding(14);
    style.setPlotMargin(0);
    style.setPlotContentSize(0.97);
    style.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    style.setLocale(Locale.ROOT);
    return chart;
  }

  /** Formats a number without trailing zeros: 5 and 2.5. */
  static String shortest(double number) {
    return BigDecimal.valueOf(number)
        .setScale(2, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color colour) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(new None());
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    return series;
  }

  static BufferedImage draw(XYChart chart) {
    return draw(
        chart.getWidth(),
        chart.getHeight(),
        graphics -> chart.paint(graphics, chart.getWidth(), chart.getHeight()));
  }

  /** Draws on white, in page pixels. */
  static BufferedImage draw(int width, int height, Consumer<Graphics2D> content) {
    return draw(width, height, DENSITY, content);
  }

  /** Draws on white, in page pixels, each of {@code density} x {@code density} of the picture. */
  static BufferedImage draw(int width, int height, int density, Consumer<Graphics2D> content) {
    BufferedImage image =
        new BufferedImage(width * density, height * density, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(density, density);
    content.accept(graphics);
    graphics.dispose();
    return image;
  }
}
