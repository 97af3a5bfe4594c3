package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.PicturePart;
import io.github.awing.data.batch.Augmentation.Geometry;
import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way of one face from its picture to crop and targets.
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
   * @param labelled of each landmark, in the same order
   * @param toCrop from the picture's pixels to the crop's
   */
  public record Sample(Picture crop, Landmarks landmarks, boolean[] labelled, Affine toCrop)
      implements AutoCloseable {

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
    Geometry geometry = augmentation.geometry(random, cropper.size());
    Affine toCrop = cropper.toCrop(face.box()).then(geometry.map());
    try (PicturePart part = cropper.part(face.picture(), face.box(), augmentation)) {
      Picture crop = cropper.crop(part, toCrop).crop();
      augmentation.changePixels(crop, random);
      Landmarks inCrop = face.landmarks().map(toCrop::apply);
      int[] flipOrder = targets.scheme().flipOrder();
      boolean[] labelled = new boolean[inCrop.count()];
      for (int i = 0; i < labelled.length; i++) {
        labelled[i] = face.labelled(geometry.flipped() ? flipOrder[i] : i);
      }
      return new Sample(
          crop, geometry.flipped() ? inCrop.reordered(flipOrder) : inCrop, labelled, toCrop);
    }
  }

  /**
   * Prepares one face for a batch.
   *
   * @param arrays where it goes
   * @param slot at which place
   * @return the map from its picture to its crop
   * @throws BadDataException if its picture cannot be read
   */
  Affine prepare(AnnotatedFace face, int epoch, int index, BatchArrays arrays, int slot) {
    try (Sample sample = sample(face, epoch, index)) {
      sample.crop().copyTo(arrays.pictures(), slot);
      INDArray heatmaps = arrays.targets();
      targets.drawChannelsLast(
          sample.landmarks(),
          sample.labelled(),
          cropper.grid(),
          NativeFloats.toWrite(heatmaps),
          slot);
      for (int i = 0; i < sample.labelled().length; i++) {
        arrays.labelled()[slot][i] = sample.labelled()[i];
      }
      // The buffer does not keep the array's memory alive.
      Reference.reachabilityFence(heatmaps);
      return sample.toCrop();
    }
  }

  /** One seed from three numbers, such that neighbours share nothing. */
  static long mixed(long seed, long epoch, long index) {
    return new SplittableRandom(
            new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch).nextLong() + index)
        .nextLong();
  }
}
