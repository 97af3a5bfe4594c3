package io.github.awing.eval.figure;

import io.github.awing.data.Affine;
import io.github.awing.data.FaceCropper;
import io.github.awing.data.GaussianHeatmaps;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.SyntheticFace;
import io.github.awing.data.SyntheticFaces;
import io.github.awing.data.TargetHeatmaps;
import io.github.awing.eval.draw.BoundarySheet;
import java.awt.image.BufferedImage;

/** The boundary target of a drawn face. */
final class BoundaryFigure {

  private static final FaceCropper CROPPER = new FaceCropper(256, 1.25);
  private static final long SEED = 1;
  // A face from the front, smiling, with everything in sight.
  private static final long FACE = 31;

  private BoundaryFigure() {}

  static BufferedImage draw() {
    LandmarkScheme scheme = LandmarkScheme.named("wflw-98");
    SyntheticFace face = new SyntheticFaces(SEED).draw(FACE);
    Affine toCrop = CROPPER.toCrop(face.box());
    Landmarks inCrop = face.landmarks().map(toCrop::apply);
    float[][] targets =
        new TargetHeatmaps(scheme, new GaussianHeatmaps(1.75, false), true)
            .draw(inCrop, CROPPER.size());
    try (Picture picture = Picture.of(face.picture());
        Picture crop = picture.warp(toCrop, CROPPER.size())) {
      return BoundarySheet.draw(crop.toBufferedImage(), scheme, inCrop, targets[scheme.count()]);
    }
  }
}
