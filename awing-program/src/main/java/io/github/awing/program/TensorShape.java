package io.github.awing.program;

/**
 * Shape of a float tensor, NHWC, dense.
 *
 * @param faces at least 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param channels at least 1
 */
public record TensorShape(int faces, int height, int width, int channels) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public TensorShape {
    if (faces < 1 || height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "every size of a tensor must be at least 1, but it is [%d, %d, %d, %d]"
              .formatted(faces, height, width, channels));
    }
  }

  /** The shape of a vector. */
  public static TensorShape vector(long length) {
    return new TensorShape(1, 1, 1, Math.toIntExact(length));
  }

  /** This shape with another number of channels. */
  public TensorShape withChannels(int others) {
    return new TensorShape(faces, height, width, others);
  }

  /** This shape with another number of faces. */
  public TensorShape withFaces(int others) {
    return new TensorShape(others, height, width, channels);
  }

  /** This shape with another height and width. */
  public TensorShape withPixels(int otherHeight, int otherWidth) {
    return new TensorShape(faces, otherHeight, otherWidth, channels);
  }

  /** This shape with half the height and width. */
  public TensorShape halved() {
    return withPixels(height / 2, width / 2);
  }

  /** Number of pixels of one face. */
  public int pixels() {
    return height * width;
  }

  /** Number of floats of one face. */
  public int floatsPerFace() {
    return Math.multiplyExact(pixels(), channels);
  }

  /** Number of floats of all faces. */
  public long floats() {
    return (long) faces * floatsPerFace();
  }
}
