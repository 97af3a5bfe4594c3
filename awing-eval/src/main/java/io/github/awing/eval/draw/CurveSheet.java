package io.github.awing.eval.draw;

import io.github.awing.data.Point;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/**
 * Picture of rows of curve panels.
 *
 * @param rows from top to bottom
 * @param colouring of the curves
 */
public record CurveSheet(List<CurveRow> rows, Colouring colouring) {

  private static final int PANEL_WIDTH = 480;
  private static final int ONLY_PANEL_HEIGHT = 310;
  private static final int PANEL_HEIGHT = 230;
  private static final int TITLE_HEIGHT = 24;
  private static final int LEGEND_HEIGHT = 34;
  private static final int SAMPLE = 26;
  private static final int SAMPLE_GAP = 7;
  private static final int ENTRY_GAP = 20;

  /** Copies the rows. */
  public CurveSheet {
    rows = List.copyOf(rows);
  }

  /**
   * Draws the rows.
   *
   * @return 480 pixels wide for each panel; a single row has twice the pixels, for display at half
   *     the size
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage draw() {
    int panels = rows.stream().mapToInt(row -> row.panels().size()).max().orElse(0);
    int panelHeight = rows.size() > 1 ? PANEL_HEIGHT : ONLY_PANEL_HEIGHT;
    int rowHeight = TITLE_HEIGHT + panelHeight + LEGEND_HEIGHT;
    return CommonColours.of(
        PlotFrame.draw(
            panels * PANEL_WIDTH,
            rows.size() * rowHeight,
            // Many rows at twice the pixels load slowly and are no clearer.
            rows.size() > 1 ? 1 : 2,
            sheet -> {
              sheet.setRenderingHint(
                  RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
              // Otherwise each short piece of a curve moves to whole pixels, and the curve looks
              // frayed.
              sheet.setRenderingHint(
                  RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
              sheet.setRenderingHint(
                  RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
              sheet.setRenderingHint(
                  RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
              for (int i = 0; i < rows.size(); i++) {
                draw(sheet, rows.get(i), i * rowHeight, panelHeight);
              }
            }));
  }

  private void draw(Graphics2D sheet, CurveRow row, int top, int panelHeight) {
    for (int i = 0; i < row.panels().size(); i++) {
      Graphics2D panel = (Graphics2D) sheet.create();
      panel.translate(i * PANEL_WIDTH, top);
      drawTitle(panel, row.panels().get(i).title());
      panel.translate(0, TITLE_HEIGHT);
      chart(row.panels().get(i), panelHeight).paint(panel, PANEL_WIDTH, panelHeight);
      panel.dispose();
    }
    Graphics2D legend = (Graphics2D) sheet.create();
    legend.translate(0, top + TITLE_HEIGHT + panelHeight);
    drawLegend(legend, row, row.panels().size() * PANEL_WIDTH);
    legend.dispose();
  }

  /** Replaces XChart's title, whose height would move the axes of neighbouring panels apart. */
  private static void drawTitle(Graphics2D panel, String title) {
    panel.setFont(PlotFonts.bold(15));
    panel.setColor(Palette.INK);
    panel.drawString(title, (PANEL_WIDTH - wide(panel, title)) / 2, 18);
  }

  private XYChart chart(CurvePanel panel, int height) {
    XYChart chart = PlotFrame.empty("", panel.xTitle(), panel.yTitle(), PANEL_WIDTH, height);
    XYStyler style = chart.getStyler();
    style.setLegendVisible(false);
    style.setxAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    style.setyAxisTickLabelsFormattingFunction(PlotFrame::shortest);
    List<Curve> curves = panel.curves();
    for (int i = curves.size() - 1; i >= 0; i--) {
      List<Point> points = curves.get(i).points();
      PlotFrame.line(
          chart,
          curves.get(i).label(),
          points.stream().mapToDouble(Point::x).toArray(),
          points.stream().mapToDouble(Point::y).toArray(),
          colouring.of(i, curves.size()));
    }
    return chart;
  }

  private void drawLegend(Graphics2D legend, CurveRow row, int width) {
    legend.setFont(PlotFonts.plain(13));
    legend.setStroke(new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    List<String> labels = row.labels();
    int meaning = row.meaning().isEmpty() ? 0 : wide(legend, row.meaning()) + ENTRY_GAP;
    int entries = labels.stream().mapToInt(label -> entryWidth(legend, label)).sum();
    int x = (width - meaning - entries + ENTRY_GAP) / 2;
    int baseline = 16;
    legend.setColor(Palette.INK);
    legend.drawString(row.meaning(), x, baseline);
    x += meaning;
    for (int i = 0; i < labels.size(); i++) {
      legend.setColor(colouring.of(i, labels.size()));
      legend.draw(new Line2D.Double(x, baseline - 4.5, x + SAMPLE, baseline - 4.5));
      legend.setColor(Palette.INK);
      legend.drawString(labels.get(i), x + SAMPLE + SAMPLE_GAP, baseline);
      x += entryWidth(legend, labels.get(i));
    }
  }

  private static int entryWidth(Graphics2D legend, String label) {
    return SAMPLE + SAMPLE_GAP + wide(legend, label) + ENTRY_GAP;
  }

  private static int wide(Graphics2D legend, String text) {
    return legend.getFontMetrics().stringWidth(text);
  }
}
