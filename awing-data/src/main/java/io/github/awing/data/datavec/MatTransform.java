package io.github.awing.data.datavec;

import io.github.awing.data.Affine;
import io.github.awing.data.Point;
import java.util.Random;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.transform.BaseImageTransform;

/**
 * Base of this library's DataVec image transforms: an affine map of the picture's points, kept for
 * {@link #query}, and a change of its pixels. Like all DataVec transforms, an object must be used
 * by one thread only.
 */
abstract class MatTransform extends BaseImageTransform<Mat> {

  private Affine map = Affine.IDENTITY;

  MatTransform(Random random) {
    super(random);
    converter = new OpenCVFrameConverter.ToMat();
  }

  /** Makes a changed copy of a picture of eight bits and three colours. */
  abstract Mat changed(Mat picture, Random chance);

  /** Stores the map of the picture's points. {@link #changed} must call it. */
  final void mapped(Affine newMap) {
    map = newMap;
  }

  /**
   * Changes one picture.
   *
   * @param picture three colours of eight bits, blue first, as DataVec's loaders give it; null
   *     gives null
   * @param chance generator of random changes; null for this transform's own
   */
  @Override
  protected final ImageWritable doTransform(ImageWritable picture, Random chance) {
    if (picture == null) {
      return null;
    }
    Mat mat = converter.convert(picture.getFrame());
    return new ImageWritable(converter.convert(changed(mat, chance == null ? random : chance)));
  }

  /**
   * Maps points of the last picture.
   *
   * @param coordinates x0, y0, x1, y1, … in the picture's pixels, the centre of the first at (0, 0)
   * @return the same points in the changed picture's pixels
   */
  @Override
  public final float[] query(float... coordinates) {
    float[] moved = new float[coordinates.length];
    for (int i = 0; i < coordinates.length; i += 2) {
      Point point = map.apply(new Point(coordinates[i], coordinates[i + 1]));
      moved[i] = (float) point.x();
      moved[i + 1] = (float) point.y();
    }
    return moved;
  }

  // DataVec compares transforms by their settings, but these transforms are equal only to
  // themselves.
  @Override
  public final boolean equals(Object other) {
    return this == other;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(this);
  }
}
