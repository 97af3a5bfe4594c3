package io.github.awing.eval.draw;

import io.github.awing.data.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws square pictures in rows, each with a caption. */
final class PanelSheet {

  /** Height and width of a panel's picture. */
  static final int CELL = 256;

  private static final int CAPTION = 30;
  private static final int GAP = 10;
  private static final int SWATCH = 13;
  private static final int KEY_GAP = 14;

  /** Colour and its meaning. */
  record Key(Color colour, String meaning) {}

  /**
   * Picture of {@code CELL} x {@code CELL} pixels with a caption and a colour key, which share a
   * line.
   */
  record Panel(String caption, BufferedImage picture, List<Key> keys) {

    Panel(String caption, BufferedImage picture) {
      this(caption, picture, List.of());
    }
  }

  private PanelSheet() {}

  /** Scales a square picture to a panel's size with smooth pixels. */
  static BufferedImage fitted(BufferedImage picture) {
    return PictureArea.draw(picture, new Box(0, 0, picture.getWidth(), picture.getHeight()), CELL);
  }

  /** Scales a square picture to a panel's size with square pixels. */
  static BufferedImage enlarged(BufferedImage cells) {
    BufferedImage large = new BufferedImage(CELL, CELL, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(cells, 0, 0, CELL, CELL, null);
    graphics.dispose();
    return large;
  }

  /**
   * Draws the panels row by row.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  static BufferedImage draw(List<Panel> panels, int columns) {
    int rows = (panels.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(
            columns * (CELL + GAP) + GAP,
            GAP + rows * (CELL + CAPTION + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setFont(PlotFonts.plain(17));
    for (int i = 0; i < panels.size(); i++) {
      int x = GAP + i % columns * (CELL + GAP);
      int y = GAP + i / columns * (CELL + CAPTION + GAP);
      graphics.drawImage(panels.get(i).picture(), x, y, null);
      drawCaption(graphics, panels.get(i), x + 2, y + CELL + 20);
    }
    graphics.dispose();
    return sheet;
  }

  private static void drawCaption(Graphics2D graphics, Panel panel, int left, int baseline) {
    graphics.setColor(Palette.INK);
    graphics.drawString(panel.caption(), left, baseline);
    int x = left + graphics.getFontMetrics().stringWidth(panel.caption());
    for (Key key : panel.keys()) {
      x += x == left ? 0 : KEY_GAP;
      graphics.setColor(key.colour());
      graphics.fillRect(x, baseline - SWATCH, SWATCH, SWATCH);
      x += SWATCH + 6;
      graphics.setColor(Palette.INK);
      graphics.drawString(key.meaning(), x, baseline);
      x += graphics.getFontMetrics().stringWidth(key.meaning());
    }
  }
}
