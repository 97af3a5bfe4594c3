package io.github.awing.data;

import io.github.awing.data.Augmentation.Geometry;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way of one face from its picture file to crop and targets.
 *
 * @param cropper where the face is cut out
 * @param targets what the network shall answer
 * @param augmentation what is changed at random
 * @param seed of the changes; they depend on it, the epoch and the face's index alone
 */
public record FacePipeline(
    FaceCropper cropper, TargetHeatmaps targets, Augmentation augmentation, long seed) {

  /**
   * A face as the network sees it.
   *
   * @param crop the square, changed at random
   * @param landmarks in the crop's pixels, in the scheme's order whether mirrored or not
   * @param toCrop from the picture's pixels to the crop's
   */
  public record Sample(Picture crop, Landmarks landmarks, Affine toCrop) implements AutoCloseable {

    @Override
    public void close() {
      crop.close();
    }
  }

  /**
   * Cuts out one face and changes it; to be closed by the caller.
   *
   * @param epoch how often all faces were seen before
   * @param index of the face among all
   * @throws BadDataException if its picture cannot be read
   */
  public Sample sample(AnnotatedFace face, int epoch, int index) {
    SplittableRandom random = new SplittableRandom(mixed(seed, epoch, index));
    int size = cropper.size();
    Geometry geometry = augmentation.geometry(random, size);
    Affine toCrop = cropper.toCrop(face.box()).then(geometry.map());
    try (Picture picture = Picture.read(face.picture())) {
      Picture crop = picture.warp(toCrop, size);
      augmentation.changePixels(crop, random);
      Landmarks inCrop = face.landmarks().map(toCrop::apply);
      return new Sample(
          crop,
          geometry.flipped() ? inCrop.reordered(targets.scheme().flipOrder()) : inCrop,
          toCrop);
    }
  }

  /**
   * Prepares one face for a batch.
   *
   * @param pictures where its crop goes, see {@link FaceBatch}
   * @param heatmaps where its targets go, see {@link FaceBatch}
   * @param slot at which place in both
   * @return the map from its picture to its crop
   * @throws BadDataException if its picture cannot be read
   */
  Affine prepare(
      AnnotatedFace face, int epoch, int index, INDArray pictures, INDArray heatmaps, int slot) {
    try (Sample sample = sample(face, epoch, index)) {
      sample.crop().copyTo(pictures, slot);
      copyChannelsLast(targets.draw(sample.landmarks(), cropper.size()), heatmaps, slot);
      return sample.toCrop();
    }
  }

  private static void copyChannelsLast(float[][] planes, INDArray heatmaps, int slot) {
    int channels = planes.length;
    int pixels = planes[0].length;
    float[] face = new float[channels * pixels];
    for (int c = 0; c < channels; c++) {
      float[] plane = planes[c];
      for (int pixel = 0; pixel < pixels; pixel++) {
        face[pixel * channels + c] = plane[pixel];
      }
    }
    FloatBuffer target = heatmaps.data().asNioFloat();
    target.put(slot * face.length, face);
  }

  /** One seed from three numbers, such that neighbours share nothing. */
  static long mixed(long seed, long epoch, long index) {
    return new SplittableRandom(
            new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch).nextLong() + index)
        .nextLong();
  }
}
