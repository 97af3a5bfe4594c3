package io.github.awing.program;

/** Computes convolutions by their definition, in doubles. Weights are [out, in, kernel, kernel]. */
record ConvolutionReference(int kernel, int stride, int padding, int in, int out) {

  /** Visits every pair of a weight and an input pixel, without the zero padding. */
  private interface Meeting {
    void of(int face, int y, int x, int out, int inputY, int inputX, int in, int weight);
  }

  TensorShape output(TensorShape input) {
    return new TensorShape(
        input.faces(), outputSize(input.height()), outputSize(input.width()), out);
  }

  private int outputSize(int size) {
    return (size + 2 * padding - kernel) / stride + 1;
  }

  int weights() {
    return out * in * kernel * kernel;
  }

  private void forEach(TensorShape input, Meeting meeting) {
    TensorShape output = output(input);
    for (int face = 0; face < output.faces(); face++) {
      for (int y = 0; y < output.height(); y++) {
        for (int x = 0; x < output.width(); x++) {
          for (int row = 0; row < kernel; row++) {
            for (int column = 0; column < kernel; column++) {
              int inputY = y * stride - padding + row;
              int inputX = x * stride - padding + column;
              if (inputY < 0 || inputY >= input.height() || inputX < 0 || inputX >= input.width()) {
                continue;
              }
              for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                  int weight = ((o * in + i) * kernel + row) * kernel + column;
                  meeting.of(face, y, x, o, inputY, inputX, i, weight);
                }
              }
            }
          }
        }
      }
    }
  }

  /**
   * Computes the sum of weights times input pixels, plus the bias.
   *
   * @param bias or null
   */
  Numbers forward(Numbers input, Numbers weights, Numbers bias, boolean relu) {
    Numbers output = Numbers.zeros(output(input.shape()));
    forEach(
        input.shape(),
        (face, y, x, o, inputY, inputX, i, weight) ->
            output.values()[output.index(face, y, x, o)] +=
                weights.values()[weight] * input.at(face, inputY, inputX, i));
    if (bias != null) {
      for (int at = 0; at < output.values().length; at++) {
        output.values()[at] += bias.values()[at % out];
      }
    }
    return relu ? output.map(z -> Math.max(0, z)) : output;
  }

  Numbers inputGradient(TensorShape input, Numbers weights, Numbers outputGradient) {
    Numbers gradient = Numbers.zeros(input);
    forEach(
        input,
        (face, y, x, o, inputY, inputX, i, weight) ->
            gradient.values()[gradient.index(face, inputY, inputX, i)] +=
                weights.values()[weight] * outputGradient.at(face, y, x, o));
    return gradient;
  }

  Numbers weightGradient(Numbers input, Numbers outputGradient) {
    Numbers gradient = Numbers.zeros(TensorShape.vector(weights()));
    forEach(
        input.shape(),
        (face, y, x, o, inputY, inputX, i, weight) ->
            gradient.values()[weight] +=
                input.at(face, inputY, inputX, i) * outputGradient.at(face, y, x, o));
    return gradient;
  }

  Numbers biasGradient(Numbers outputGradient) {
    Numbers gradient = Numbers.zeros(TensorShape.vector(out));
    for (int at = 0; at < outputGradient.values().length; at++) {
      gradient.values()[at % out] += outputGradient.values()[at];
    }
    return gradient;
  }
}
