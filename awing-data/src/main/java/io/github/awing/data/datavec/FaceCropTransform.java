package io.github.awing.data.datavec;

import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/** DataVec image transform that cuts out the face in a given box, by a {@link FaceCropper}. */
public final class FaceCropTransform extends MatTransform {

  private final FaceCropper cropper;
  private Box box;

  /**
   * Makes a transform.
   *
   * @param box of the face in the next pictures, until {@link #setBox} sets another
   */
  public FaceCropTransform(FaceCropper cropper, Box box) {
    super(new Random(0));
    this.cropper = cropper;
    this.box = box;
  }

  /** Sets the box of the face in the next pictures. */
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
