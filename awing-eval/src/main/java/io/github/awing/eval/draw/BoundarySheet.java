package io.github.awing.eval.draw;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.eval.draw.PanelSheet.Panel;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws the boundary of a face: landmarks and curves, the boundary heatmap, and the heatmap over
 * the face.
 */
public final class BoundarySheet {

  private BoundarySheet() {}

  /**
   * Draws the three pictures side by side.
   *
   * @param crop a square face crop
   * @param scheme of the landmarks
   * @param landmarks in the crop's pixels
   * @param boundary the boundary heatmap of the crop, square, row by row, 0 to 1
   * @throws IllegalArgumentException if the scheme has another number of landmarks
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(
      BufferedImage crop, LandmarkScheme scheme, Landmarks landmarks, float[] boundary) {
    BufferedImage face = PanelSheet.fitted(crop);
    BufferedImage marked = PanelSheet.fitted(crop);
    Affine toPanel =
        PictureArea.landmarksIn(new Box(0, 0, crop.getWidth(), crop.getHeight()), PanelSheet.CELL);
    Graphics2D graphics = marked.createGraphics();
    new LandmarkOverlay(scheme).drawTrue(graphics, landmarks.map(toPanel::apply));
    graphics.dispose();
    List<Panel> panels =
        List.of(
            new Panel("landmarks and curves", marked),
            new Panel("boundary heatmap", HeatmapPicture.flat(boundary)),
            new Panel("over the face", HeatmapPicture.over(face, boundary)));
    return PanelSheet.draw(panels, panels.size());
  }
}
