package io.github.awing.eval.figure;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.data.synthetic.SyntheticFace;
import io.github.awing.data.synthetic.SyntheticFaces;
import java.awt.image.BufferedImage;

/**
 * Synthetic face of the figures.
 *
 * @param crop the network's input
 * @param landmarks in the crop's pixels
 * @param targets a heatmap for each landmark, then the boundary's
 */
record FaceExample(BufferedImage crop, Landmarks landmarks, float[][] targets) {

  static final LandmarkScheme SCHEME = LandmarkScheme.named("wflw-98");

  private static final FaceCropper CROPPER = new FaceCropper(256, 1.25);
  private static final long SEED = 1;
  // A frontal, smiling face without occlusion.
  private static final long FACE = 31;

  static FaceExample draw() {
    SyntheticFace face = new SyntheticFaces(SEED).draw(FACE);
    try (Picture picture = Picture.of(face.picture());
        CroppedFace cropped = CROPPER.crop(picture, face.box())) {
      Landmarks inCrop = face.landmarks().map(cropped.toCrop()::apply);
      float[][] targets =
          new TargetHeatmaps(SCHEME, new GaussianHeatmaps(1.75, false), true)
              .draw(inCrop, CROPPER.size());
      return new FaceExample(cropped.crop().toBufferedImage(), inCrop, targets);
    }
  }

  float[] boundary() {
    return targets[SCHEME.count()];
  }
}
