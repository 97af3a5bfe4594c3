package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.Picture;

/**
 * A face cut out for a network.
 *
 * @param crop the square that the network sees
 * @param toCrop from the picture's pixels to the crop's
 */
public record CroppedFace(Picture crop, Affine toCrop) implements AutoCloseable {

  @Override
  public void close() {
    crop.close();
  }
}
