package io.github.awing.eval.draw;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Plots the error of each landmark on a face: larger and lighter discs are larger errors. */
public final class LandmarkErrorPlot {

  private static final int SIZE = 620;
  private static final int MARGIN = 60;
  private static final int KEY = 70;
  private static final double SMALLEST = 4;
  private static final double LARGEST = 17;

  private LandmarkErrorPlot() {}

  /**
   * Draws the face and a scale below it.
   *
   * @param scheme of the landmarks
   * @param face places of the landmarks, in any unit; a landmark at NaN is left out
   * @param errors of the landmarks, fractions; NaN without an error
   * @return 1240 x 1380 pixels, for display at half that size
   * @throws IllegalArgumentException if the counts differ, or no landmark has a place
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(LandmarkScheme scheme, Landmarks face, double[] errors) {
    if (face.count() != scheme.count() || errors.length != scheme.count()) {
      throw new IllegalArgumentException(
          "scheme %s has %d landmarks, but there are %d places and %d errors"
              .formatted(scheme.name(), scheme.count(), face.count(), errors.length));
    }
    Landmarks placed = placed(face);
    double most = Arrays.stream(errors).filter(e -> e > 0 && Double.isFinite(e)).max().orElse(1);
    return PlotFrame.draw(
        SIZE,
        SIZE + KEY,
        graphics -> {
          graphics.setRenderingHint(
              RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
          graphics.setRenderingHint(
              RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
          drawCurves(graphics, scheme, placed);
          for (int i = 0; i < errors.length; i++) {
            if (LandmarkOverlay.isFinite(placed.get(i)) && !Double.isNaN(errors[i])) {
              drawDisc(graphics, placed.get(i), Math.min(1, errors[i] / most));
            }
          }
          drawNumbers(graphics, placed, errors);
          drawKey(graphics, most);
        });
  }

  private static Landmarks placed(Landmarks face) {
    List<Point> places = face.stream().filter(LandmarkOverlay::isFinite).toList();
    if (places.isEmpty()) {
      throw new IllegalArgumentException("no landmark has a place");
    }
    double left = places.stream().mapToDouble(Point::x).min().getAsDouble();
    double top = places.stream().mapToDouble(Point::y).min().getAsDouble();
    double width = places.stream().mapToDouble(Point::x).max().getAsDouble() - left;
    double height = places.stream().mapToDouble(Point::y).max().getAsDouble() - top;
    double scale = (SIZE - 2 * MARGIN) / Math.max(Math.max(width, height), 1e-9);
    return face.map(
        p ->
            new Point(
                SIZE / 2.0 + scale * (p.x() - left - width / 2),
                SIZE / 2.0 + scale * (p.y() - top - height / 2)));
  }

  private static void drawCurves(Graphics2D graphics, LandmarkScheme scheme, Landmarks face) {
    graphics.setColor(Palette.GRID.darker());
    graphics.setStroke(new BasicStroke(1.5f));
    LandmarkOverlay.curves(scheme, face).forEach(graphics::draw);
  }

  private static void drawDisc(Graphics2D graphics, Point at, double share) {
    double radius = radius(share);
    Ellipse2D disc = new Ellipse2D.Double(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
    graphics.setColor(Palette.withAlpha(new Color(ColourMap.rgb(share)), 0.85));
    graphics.fill(disc);
    graphics.setColor(Palette.INK);
    graphics.setStroke(new BasicStroke(0.8f));
    graphics.draw(disc);
  }

  /** Numbers only the landmarks with the largest errors; more numbers would hide the face. */
  private static void drawNumbers(Graphics2D graphics, Landmarks face, double[] errors) {
    graphics.setFont(PlotFonts.bold(13));
    double[] sorted = Arrays.stream(errors).filter(e -> !Double.isNaN(e)).sorted().toArray();
    double limit = sorted.length == 0 ? 0 : sorted[Math.max(0, sorted.length - 8)];
    for (int i = 0; i < errors.length; i++) {
      Point at = face.get(i);
      if (errors[i] >= limit && LandmarkOverlay.isFinite(at)) {
        String number = Integer.toString(i);
        // Outward, away from other landmarks.
        int side = at.x() < SIZE / 2.0 ? -1 : 1;
        int width = graphics.getFontMetrics().stringWidth(number);
        double x = at.x() + side * (LARGEST + 3) - (side < 0 ? width : 0);
        graphics.setColor(Palette.INK);
        graphics.drawString(number, (float) x, (float) at.y() + 5);
      }
    }
  }

  private static void drawKey(Graphics2D graphics, double most) {
    graphics.setFont(PlotFonts.plain(15));
    int step = SIZE / 5;
    for (int i = 0; i <= 4; i++) {
      double share = i / 4.0;
      Point at = new Point(step / 2.0 + i * step, SIZE + 14);
      drawDisc(graphics, at, share);
      String label = PlotFrame.shortest(100 * share * most) + " %";
      graphics.setColor(Palette.INK);
      graphics.drawString(
          label, (float) at.x() - graphics.getFontMetrics().stringWidth(label) / 2f, SIZE + 54);
    }
  }

  private static double radius(double share) {
    return SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(share);
  }
}
