package io.github.awing.program;

/**
 * Computes batch normalisation and the ReLU after it by their definitions, in doubles. Statistics
 * are means, then variances; parameters are gamma, beta, running mean, running variance.
 */
record BatchNormReference(double epsilon) {

  /** Means, then biased variances, of every channel over faces and pixels. */
  static Numbers statistics(Numbers input) {
    int channels = input.shape().channels();
    Numbers statistics = Numbers.zeros(TensorShape.vector(2L * channels));
    for (int c = 0; c < channels; c++) {
      double mean = 0;
      for (int pixel = 0; pixel < input.pixels(); pixel++) {
        mean += input.at(pixel, c) / input.pixels();
      }
      double variance = 0;
      for (int pixel = 0; pixel < input.pixels(); pixel++) {
        variance += Math.pow(input.at(pixel, c) - mean, 2) / input.pixels();
      }
      statistics.values()[c] = mean;
      statistics.values()[channels + c] = variance;
    }
    return statistics;
  }

  /** The input minus its mean, divided by its deviation. */
  private double standard(Numbers input, Numbers statistics, int at) {
    int channels = input.shape().channels();
    int c = at % channels;
    return (input.values()[at] - statistics.values()[c]) * inverse(statistics, channels, c);
  }

  private double inverse(Numbers statistics, int channels, int c) {
    return 1 / Math.sqrt(statistics.values()[channels + c] + epsilon);
  }

  /** gamma · standard + beta, before the ReLU. */
  Numbers affine(Numbers input, Numbers statistics, Numbers parameters) {
    int channels = input.shape().channels();
    Numbers affine = Numbers.zeros(input.shape());
    for (int at = 0; at < affine.values().length; at++) {
      int c = at % channels;
      affine.values()[at] =
          parameters.values()[c] * standard(input, statistics, at)
              + parameters.values()[channels + c];
    }
    return affine;
  }

  Numbers forward(Numbers input, Numbers statistics, Numbers parameters) {
    return affine(input, statistics, parameters).map(z -> Math.max(0, z));
  }

  /** The gradient that passes the ReLU. */
  private Numbers passed(
      Numbers input, Numbers outputGradient, Numbers statistics, Numbers parameters) {
    Numbers affine = affine(input, statistics, parameters);
    Numbers passed = Numbers.zeros(input.shape());
    for (int at = 0; at < passed.values().length; at++) {
      passed.values()[at] = affine.values()[at] > 0 ? outputGradient.values()[at] : 0;
    }
    return passed;
  }

  /** The gradients of all four parts of the parameters. */
  Numbers parameterGradients(
      Numbers input, Numbers outputGradient, Numbers statistics, Numbers parameters, double keep) {
    int channels = input.shape().channels();
    Numbers passed = passed(input, outputGradient, statistics, parameters);
    Numbers gradients = Numbers.zeros(TensorShape.vector(4L * channels));
    for (int at = 0; at < passed.values().length; at++) {
      int c = at % channels;
      gradients.values()[c] += passed.values()[at] * standard(input, statistics, at);
      gradients.values()[channels + c] += passed.values()[at];
    }
    double pixels = input.pixels();
    for (int c = 0; c < channels; c++) {
      double mean = statistics.values()[c];
      // Running variances are unbiased, as in PyTorch; a single number has none.
      double variance =
          statistics.values()[channels + c] * (pixels > 1 ? pixels / (pixels - 1) : 1);
      int runningMean = 2 * channels + c;
      int runningVariance = 3 * channels + c;
      gradients.values()[runningMean] = (1 - keep) * (parameters.values()[runningMean] - mean);
      gradients.values()[runningVariance] =
          (1 - keep) * (parameters.values()[runningVariance] - variance);
    }
    return gradients;
  }

  /** The gradients of beta, then of gamma. */
  static Numbers sums(Numbers parameterGradients, int channels) {
    Numbers sums = Numbers.zeros(TensorShape.vector(2L * channels));
    System.arraycopy(parameterGradients.values(), channels, sums.values(), 0, channels);
    System.arraycopy(parameterGradients.values(), 0, sums.values(), channels, channels);
    return sums;
  }

  Numbers inputGradient(
      Numbers input, Numbers outputGradient, Numbers statistics, Numbers parameters, Numbers sums) {
    int channels = input.shape().channels();
    Numbers passed = passed(input, outputGradient, statistics, parameters);
    Numbers gradient = Numbers.zeros(input.shape());
    for (int at = 0; at < gradient.values().length; at++) {
      int c = at % channels;
      double beta = sums.values()[c] / input.pixels();
      double gamma = sums.values()[channels + c] / input.pixels();
      gradient.values()[at] =
          parameters.values()[c]
              * inverse(statistics, channels, c)
              * (passed.values()[at] - beta - standard(input, statistics, at) * gamma);
    }
    return gradient;
  }
}
