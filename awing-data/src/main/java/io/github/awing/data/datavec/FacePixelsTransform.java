package io.github.awing.data.datavec;

import io.github.awing.data.Picture;
import io.github.awing.data.batch.Augmentation;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * DataVec image transform that applies the blur, occlusion, light, noise and JPEG of {@link
 * Augmentation}. Points do not move.
 */
public final class FacePixelsTransform extends MatTransform {

  private final Augmentation augmentation;

  /**
   * Makes a transform.
   *
   * @param random generator used if a caller gives none
   */
  public FacePixelsTransform(Augmentation augmentation, Random random) {
    super(random);
    this.augmentation = augmentation;
  }

  @Override
  Mat changed(Mat picture, Random chance) {
    Mat copy = picture.clone();
    augmentation.changePixels(new Picture(copy), chance);
    return copy;
  }
}
