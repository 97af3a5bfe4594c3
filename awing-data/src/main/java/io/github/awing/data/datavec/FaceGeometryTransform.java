package io.github.awing.data.datavec;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Picture;
import io.github.awing.data.batch.Augmentation;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * DataVec image transform for square face crops that applies the rotation, scale, shift and flip of
 * {@link Augmentation}. If {@link #flipped()}, reorder the landmarks by {@link
 * LandmarkScheme#flipOrder()}.
 */
public final class FaceGeometryTransform extends MatTransform {

  private final Augmentation augmentation;
  private boolean flipped;

  /**
   * Makes a transform.
   *
   * @param random generator used if a caller gives none
   */
  public FaceGeometryTransform(Augmentation augmentation, Random random) {
    super(random);
    this.augmentation = augmentation;
  }

  /** Whether the last crop was mirrored. */
  public boolean flipped() {
    return flipped;
  }

  /**
   * Draws one change and applies it.
   *
   * @throws IllegalArgumentException if the picture is not square
   */
  @Override
  Mat changed(Mat picture, Random chance) {
    if (picture.rows() != picture.cols()) {
      throw new IllegalArgumentException(
          "a square crop is expected, but the picture has %d x %d pixels"
              .formatted(picture.cols(), picture.rows()));
    }
    Augmentation.Geometry geometry = augmentation.geometry(chance, picture.cols());
    flipped = geometry.flipped();
    mapped(geometry.map());
    return new Picture(picture).warp(geometry.map(), picture.cols()).mat();
  }
}
