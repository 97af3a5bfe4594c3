package io.github.awing.model.layer;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;

/** Checks inputs for NHWC, [N, H, W, C], the layout of all layers in this package. */
final class Nhwc {

  private Nhwc() {}

  static InputTypeConvolutional type(long height, long width, long channels) {
    return (InputTypeConvolutional)
        InputType.convolutional(height, width, channels, CNN2DFormat.NHWC);
  }

  /**
   * Returns the type if it is NHWC.
   *
   * @throws InvalidInputTypeException otherwise
   */
  static InputTypeConvolutional checked(InputType type, String name) {
    if (type instanceof InputTypeConvolutional convolutional
        && convolutional.getFormat() == CNN2DFormat.NHWC) {
      return convolutional;
    }
    throw new InvalidInputTypeException(
        "'" + name + "' needs NHWC activations, but its input is " + type);
  }
}
