package io.github.awing.eval.draw;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws a contact sheet of faces with true and predicted landmarks, each with a caption. */
public final class FaceSheet {

  private static final int CELL = 256;
  private static final int CAPTION = 30;
  private static final int GAP = 10;

  /**
   * One face of the sheet; landmarks and box are in the picture's pixels.
   *
   * @param picture the whole picture, or a crop
   * @param box of the face; the sheet shows the square around it with a margin
   * @param truth the true landmarks
   * @param prediction the predicted landmarks
   * @param caption a few words, for instance the NME
   */
  public record Face(
      BufferedImage picture, Box box, Landmarks truth, Landmarks prediction, String caption) {}

  private FaceSheet() {}

  /**
   * Draws the faces under a legend, {@code columns} in each row.
   *
   * @throws IllegalArgumentException if there are no faces, or {@code columns} is below 1
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(List<Face> faces, LandmarkScheme scheme, int columns) {
    if (faces.isEmpty() || columns < 1) {
      throw new IllegalArgumentException(
          "a sheet needs faces and columns, but has %d and %d".formatted(faces.size(), columns));
    }
    int wide = Math.min(columns, faces.size());
    int rows = (faces.size() + wide - 1) / wide;
    BufferedImage sheet =
        new BufferedImage(
            wide * (CELL + GAP) + GAP,
            CAPTION + GAP + rows * (CELL + CAPTION + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    drawLegend(graphics);
    graphics.setFont(PlotFonts.plain(17));
    LandmarkOverlay overlay = new LandmarkOverlay(scheme);
    for (int i = 0; i < faces.size(); i++) {
      int x = GAP + i % wide * (CELL + GAP);
      int y = CAPTION + GAP + i / wide * (CELL + CAPTION + GAP);
      graphics.drawImage(cell(faces.get(i), overlay), x, y, null);
      graphics.setColor(Palette.INK);
      graphics.drawString(faces.get(i).caption(), x + 2, y + CELL + 20);
    }
    graphics.dispose();
    return sheet;
  }

  private static BufferedImage cell(Face face, LandmarkOverlay overlay) {
    Box square = PictureArea.squareAround(face.box(), 0.1);
    BufferedImage cell = PictureArea.draw(face.picture(), square, CELL);
    Affine toCell = PictureArea.landmarksIn(square, CELL);
    Graphics2D graphics = cell.createGraphics();
    overlay.drawTrue(graphics, face.truth().map(toCell::apply));
    overlay.drawPredicted(graphics, face.prediction().map(toCell::apply));
    graphics.dispose();
    return cell;
  }

  private static void drawLegend(Graphics2D graphics) {
    graphics.setFont(PlotFonts.bold(16));
    graphics.setColor(Palette.TRUTH);
    graphics.setStroke(new BasicStroke(2.5f));
    graphics.drawOval(GAP + 3, 14, 11, 11);
    graphics.setColor(Palette.INK);
    graphics.drawString("true", GAP + 22, 26);
    graphics.setColor(Palette.PREDICTION);
    graphics.fillOval(GAP + 78, 14, 12, 12);
    graphics.setColor(Palette.INK);
    graphics.drawString("predicted", GAP + 97, 26);
  }
}
