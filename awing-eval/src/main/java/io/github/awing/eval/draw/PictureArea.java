package io.github.awing.eval.draw;

import io.github.awing.data.Affine;
import io.github.awing.data.Box;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Draws a part of a picture in another size; the area beyond the picture stays grey. */
final class PictureArea {

  private PictureArea() {}

  /** The square around a box, enlarged on every side by a share of the box's longer side. */
  static Box squareAround(Box box, double margin) {
    double half = (0.5 + margin) * Math.max(box.width(), box.height());
    return new Box(
        box.centre().x() - half,
        box.centre().y() - half,
        box.centre().x() + half,
        box.centre().y() + half);
  }

  /**
   * Maps the picture's coordinates to the drawing of a square with a side of {@code size} pixels.
   */
  static Affine landmarksIn(Box square, int size) {
    double scale = size / square.width();
    // Landmarks count from the first pixel's centre, drawings from its corner.
    return Affine.translation(0.5 - square.left(), 0.5 - square.top())
        .then(Affine.scaling(scale, scale));
  }

  static BufferedImage draw(BufferedImage picture, Box square, int size) {
    double scale = size / square.width();
    // Drawing interpolates between four pixels; a much larger picture must be averaged before.
    int shrink = Math.max(1, (int) Math.floor(1 / scale));
    int width = Math.max(1, picture.getWidth() / shrink);
    int height = Math.max(1, picture.getHeight() / shrink);
    Image source =
        shrink == 1
            ? picture
            : picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
    AffineTransform place = AffineTransform.getScaleInstance(scale, scale);
    place.translate(-square.left(), -square.top());
    place.scale((double) picture.getWidth() / width, (double) picture.getHeight() / height);

    BufferedImage drawing = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawing.createGraphics();
    graphics.setColor(Palette.EMPTY);
    graphics.fillRect(0, 0, size, size);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(source, place, null);
    graphics.dispose();
    return drawing;
  }
}
