package io.github.awing.eval.draw;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws figures as bars from 0, each with its confidence interval. */
public final class BarPlot {

  private static final int WIDTH = 620;
  private static final int ROW = 40;
  private static final int EDGE = 14;
  private static final int TITLE = 40;

  /**
   * One bar.
   *
   * @param name of the bar
   * @param value length of the bar, 0 or more; no bar if it is not finite
   * @param low lower end of the interval
   * @param high upper end of the interval
   * @param label the value as text
   * @param whole whether the other bars are parts of this one; it has another colour
   */
  public record Bar(
      String name, double value, double low, double high, String label, boolean whole) {}

  private BarPlot() {}

  /**
   * Draws the bars from top to bottom.
   *
   * @param title name of the figures and their unit
   * @return 1240 pixels wide, for display at half that size
   * @throws IllegalArgumentException if there are no bars
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(String title, List<Bar> bars) {
    if (bars.isEmpty()) {
      throw new IllegalArgumentException("there are no bars to draw");
    }
    return PlotFrame.draw(
        WIDTH,
        TITLE + ROW * bars.size() + EDGE,
        graphics -> {
          graphics.setRenderingHint(
              RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
          graphics.setRenderingHint(
              RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
          graphics.setColor(Palette.INK);
          graphics.setFont(PlotFonts.bold(16));
          graphics.drawString(title, EDGE, 26);
          graphics.setFont(PlotFonts.plain(15));
          drawBars(graphics, bars);
        });
  }

  private static void drawBars(Graphics2D graphics, List<Bar> bars) {
    var letters = graphics.getFontMetrics();
    int names = bars.stream().mapToInt(bar -> letters.stringWidth(bar.name())).max().getAsInt();
    int labels = bars.stream().mapToInt(bar -> letters.stringWidth(bar.label())).max().getAsInt();
    double left = EDGE + Math.min(names, WIDTH / 2) + 12;
    double length = WIDTH - EDGE - labels - 14 - left;
    double most =
        bars.stream()
            .mapToDouble(bar -> Math.max(end(bar.value()), end(bar.high())))
            .filter(value -> value > 0)
            .max()
            .orElse(1);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double middle = TITLE + ROW * (i + 0.5);
      graphics.setColor(Palette.INK);
      graphics.drawString(bar.name(), EDGE, (float) middle + 5);
      graphics.drawString(
          bar.label(), WIDTH - EDGE - letters.stringWidth(bar.label()), (float) middle + 5);
      graphics.setColor(bar.whole() ? Palette.VERMILLION : Palette.BLUE);
      graphics.fill(
          new Rectangle2D.Double(left, middle - 11, length * end(bar.value()) / most, 22));
      drawInterval(
          graphics,
          left + length * end(bar.low()) / most,
          left + length * end(bar.high()) / most,
          middle);
    }
  }

  private static void drawInterval(Graphics2D graphics, double low, double high, double middle) {
    graphics.setColor(Palette.INK);
    graphics.setStroke(new BasicStroke(1.6f));
    graphics.draw(new Line2D.Double(low, middle, high, middle));
    graphics.draw(new Line2D.Double(low, middle - 5, low, middle + 5));
    graphics.draw(new Line2D.Double(high, middle - 5, high, middle + 5));
  }

  private static double end(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
