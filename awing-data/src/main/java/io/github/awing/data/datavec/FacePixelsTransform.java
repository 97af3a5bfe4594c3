package io.github.awing.data.datavec;

import io.github.awing.data.Picture;
import io.github.awing.data.batch.Augmentation;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The blur, occlusion, light, noise and JPEG of {@link Augmentation} as one of DataVec's image
 * transforms. Points stay where they are.
 */
public final class FacePixelsTransform extends MatTransform {

  private final Augmentation augmentation;

  /**
   * Changes pictures at random.
   *
   * @param random where chance comes from when a caller brings none
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
