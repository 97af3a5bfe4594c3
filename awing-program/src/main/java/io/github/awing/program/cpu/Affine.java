package io.github.awing.program.cpu;

import java.nio.FloatBuffer;

/** Scale and offset for each channel. */
record Affine(float[] scale, float[] offset) {

  /**
   * The affine map of normalisation, gamma and beta.
   *
   * @param statistics mean, then variance
   * @param parameters gamma, then beta, then others
   */
  static Affine of(FloatBuffer statistics, FloatBuffer parameters, double epsilon) {
    int channels = statistics.limit() / 2;
    float[] scale = new float[channels];
    float[] offset = new float[channels];
    for (int c = 0; c < channels; c++) {
      double perInput =
          parameters.get(c) / Math.sqrt((double) statistics.get(channels + c) + epsilon);
      scale[c] = (float) perInput;
      offset[c] = (float) (parameters.get(channels + c) - perInput * statistics.get(c));
    }
    return new Affine(scale, offset);
  }

  /**
   * The terms of the gradient of batch normalisation's input besides scale · g: a slope of the
   * input, from the variance, and a constant, from the mean.
   *
   * @param sums the gradients of beta, then of gamma
   * @param pixels number of pixels of the statistics
   */
  static Affine ofGradient(
      FloatBuffer statistics,
      FloatBuffer parameters,
      FloatBuffer sums,
      double epsilon,
      double pixels) {
    int channels = statistics.limit() / 2;
    float[] slope = new float[channels];
    float[] constant = new float[channels];
    for (int c = 0; c < channels; c++) {
      double inverse = 1 / Math.sqrt((double) statistics.get(channels + c) + epsilon);
      double scale = parameters.get(c) * inverse;
      // With xhat = inverse (x - mean): dx = scale (g - sum(g)/n - xhat sum(g xhat)/n).
      double perInput = -scale * inverse * sums.get(channels + c) / pixels;
      slope[c] = (float) perInput;
      constant[c] = (float) (-scale * sums.get(c) / pixels - perInput * statistics.get(c));
    }
    return new Affine(slope, constant);
  }
}
