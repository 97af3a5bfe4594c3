package io.github.awing.program;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * Values of a tensor in memory order: NHWC unless stated otherwise. Values given to devices are
 * exact as floats.
 */
record Numbers(TensorShape shape, double[] values) {

  /** Zeros, to be written. */
  static Numbers zeros(TensorShape shape) {
    return new Numbers(shape, new double[Math.toIntExact(shape.floats())]);
  }

  /** A vector of these values. */
  static Numbers vector(double... values) {
    return new Numbers(TensorShape.vector(values.length), values);
  }

  /** Random values between −1 and 1. */
  static Numbers random(TensorShape shape, SplittableRandom random) {
    return zeros(shape).map(zero -> random.nextDouble() * 2 - 1).asFloats();
  }

  /** A vector of random values between two bounds. */
  static Numbers random(int length, double least, double most, SplittableRandom random) {
    return zeros(TensorShape.vector(length))
        .map(zero -> least + random.nextDouble() * (most - least))
        .asFloats();
  }

  /** Index of the value of a pixel's channel, NHWC. */
  int index(int face, int y, int x, int channel) {
    return ((face * shape.height() + y) * shape.width() + x) * shape.channels() + channel;
  }

  double at(int face, int y, int x, int channel) {
    return values[index(face, y, x, channel)];
  }

  /** The value of a pixel's channel, pixels counted over all faces. */
  double at(int pixel, int channel) {
    return values[pixel * shape.channels() + channel];
  }

  /** Number of pixels of all faces. */
  int pixels() {
    return shape.faces() * shape.pixels();
  }

  Numbers map(DoubleUnaryOperator change) {
    Numbers changed = zeros(shape);
    for (int i = 0; i < values.length; i++) {
      changed.values[i] = change.applyAsDouble(values[i]);
    }
    return changed;
  }

  Numbers plus(Numbers others) {
    Numbers sum = zeros(shape);
    for (int i = 0; i < values.length; i++) {
      sum.values[i] = values[i] + others.values[i];
    }
    return sum;
  }

  /** The nearest floats, which a device can be given. */
  Numbers asFloats() {
    return map(value -> (float) value);
  }
}
