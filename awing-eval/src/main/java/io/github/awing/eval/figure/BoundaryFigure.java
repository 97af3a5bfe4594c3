package io.github.awing.eval.figure;

import io.github.awing.eval.draw.BoundarySheet;
import java.awt.image.BufferedImage;

/** Draws the boundary target of a synthetic face. */
final class BoundaryFigure {

  private BoundaryFigure() {}

  static BufferedImage draw() {
    FaceExample face = FaceExample.draw();
    return BoundarySheet.draw(face.crop(), FaceExample.SCHEME, face.landmarks(), face.boundary());
  }
}
