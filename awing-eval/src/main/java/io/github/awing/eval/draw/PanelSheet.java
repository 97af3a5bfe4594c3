package io.github.awing.eval.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures of one size side by side, each over its caption. */
final class PanelSheet {

  /** Height and width of every picture. */
  static final int CELL = 256;

  private static final int CAPTION = 30;
  private static final int GAP = 10;

  record Panel(String caption, BufferedImage picture) {}

  private PanelSheet() {}

  /**
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
    graphics.setFont(Lettering.plain(17));
    for (int i = 0; i < panels.size(); i++) {
      int x = GAP + i % columns * (CELL + GAP);
      int y = GAP + i / columns * (CELL + CAPTION + GAP);
      graphics.drawImage(panels.get(i).picture(), x, y, null);
      graphics.setColor(Palette.INK);
      graphics.drawString(panels.get(i).caption(), x + 2, y + CELL + 20);
    }
    graphics.dispose();
    return sheet;
  }
}
