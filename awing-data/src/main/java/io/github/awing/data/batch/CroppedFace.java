package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.Picture;

/**
 * Face cut out for a network.
 *
 * @param crop the square that is the network's input
 * @param toCrop map from the picture's pixels to the crop's
 */
public record CroppedFace(Picture crop, Affine toCrop) implements AutoCloseable {

  @Override
  public void close() {
    crop.close();
  }
}
