package io.github.awing.data.datavec;

import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/** {@link FaceCropper} as one of DataVec's image transforms: cuts out the face in a given box. */
public final class FaceCropTransform extends MatTransform {

  private final FaceCropper cropper;
  private Box box;

  /**
   * Cuts out faces.
   *
   * @param box of the face in the pictures that come, until {@link #setBox} tells of another
   */
  public FaceCropTransform(FaceCropper cropper, Box box) {
    super(new Random(0));
    this.cropper = cropper;
    this.box = box;
  }

  /** Tells where the face is in the pictures that come. */
  public void setBox(Box box) {
    this.box = box;
  }

  @Override
  Mat changed(Mat picture, Random chance) {
    CroppedFace face = cropper.crop(new Picture(picture), box);
    mapped(face.toCrop());
    return face.crop().mat();
  }
}
