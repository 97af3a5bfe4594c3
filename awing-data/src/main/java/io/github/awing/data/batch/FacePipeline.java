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
 * Prepares one face for training: cuts it out, augments the crop and draws the target heatmaps.
 *
 * @param cropper cuts out the face
 * @param targets draws the target heatmaps
 * @param augmentation changes the crop at random
 * @param seed of the random changes, which depend on the seed, the epoch and the face's index alone
 */
public record FacePipeline(
    FaceCropper cropper, TargetHeatmaps targets, Augmentation augmentation, long seed) {

  /**
   * Augmented face before it is written to a batch.
   *
   * @param crop the square, changed at random
   * @param landmarks in the crop's pixels, in the scheme's order whether mirrored or not
   * @param labelled whether each landmark is labelled, in the same order
   * @param toCrop map from the picture's pixels to the crop's
   */
  public record Sample(Picture crop, Landmarks landmarks, boolean[] labelled, Affine toCrop)
      implements AutoCloseable {

    @Override
    public void close() {
      crop.close();
    }
  }

  /**
   * Cuts out one face and augments it. The caller closes the result.
   *
   * @param epoch from 0
   * @param index of the face in the data set
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
   * Writes one face into a batch.
   *
   * @param arrays of the batch
   * @param slot index of the face in the batch
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

  /** Mixes three numbers into one seed, so that neighbouring numbers give unrelated seeds. */
  static long mixed(long seed, long epoch, long index) {
    return new SplittableRandom(
            new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch).nextLong() + index)
        .nextLong();
  }
}
