package io.github.awing.program;

import java.util.List;

/** Computes pooling, sums, parts and layouts of tensors by their definitions, in doubles. */
final class ElementReference {

  private ElementReference() {}

  /** Computes the value of a channel of a pixel. */
  private interface Rule {
    double of(int face, int y, int x, int channel);
  }

  private static Numbers each(TensorShape shape, Rule rule) {
    Numbers numbers = Numbers.zeros(shape);
    for (int face = 0; face < shape.faces(); face++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          for (int c = 0; c < shape.channels(); c++) {
            numbers.values()[numbers.index(face, y, x, c)] = rule.of(face, y, x, c);
          }
        }
      }
    }
    return numbers;
  }

  private static TensorShape doubled(TensorShape low) {
    return low.withPixels(2 * low.height(), 2 * low.width());
  }

  private static double sumOfFours(Numbers high, int face, int y, int x, int c) {
    return high.at(face, 2 * y, 2 * x, c)
        + high.at(face, 2 * y, 2 * x + 1, c)
        + high.at(face, 2 * y + 1, 2 * x, c)
        + high.at(face, 2 * y + 1, 2 * x + 1, c);
  }

  static Numbers pool(Numbers input) {
    return each(input.shape().halved(), (face, y, x, c) -> sumOfFours(input, face, y, x, c) / 4);
  }

  static Numbers poolGradient(Numbers outputGradient) {
    return each(
        doubled(outputGradient.shape()),
        (face, y, x, c) -> outputGradient.at(face, y / 2, x / 2, c) / 4);
  }

  static Numbers upsampleAdd(Numbers high, Numbers low) {
    return each(
        high.shape(), (face, y, x, c) -> high.at(face, y, x, c) + low.at(face, y / 2, x / 2, c));
  }

  static Numbers upsampleGradient(Numbers outputGradient) {
    return each(
        outputGradient.shape().halved(),
        (face, y, x, c) -> sumOfFours(outputGradient, face, y, x, c));
  }

  static Numbers concatenateAdd(List<Numbers> parts, Numbers residual) {
    return each(
        residual.shape(),
        (face, y, x, c) -> {
          int within = c;
          int part = 0;
          while (within >= parts.get(part).shape().channels()) {
            within -= parts.get(part++).shape().channels();
          }
          return parts.get(part).at(face, y, x, within) + residual.at(face, y, x, c);
        });
  }

  static Numbers channels(Numbers whole, int from, int count) {
    return each(
        whole.shape().withChannels(count), (face, y, x, c) -> whole.at(face, y, x, from + c));
  }

  static Numbers relu(Numbers input) {
    return input.map(value -> Math.max(0, value));
  }

  static Numbers reluGradient(Numbers output, Numbers outputGradient) {
    return each(
        output.shape(),
        (face, y, x, c) -> output.at(face, y, x, c) > 0 ? outputGradient.at(face, y, x, c) : 0);
  }

  /** The result is in NCHW order. */
  static Numbers channelsFirst(Numbers input) {
    TensorShape shape = input.shape();
    Numbers planes = Numbers.zeros(shape);
    int next = 0;
    for (int face = 0; face < shape.faces(); face++) {
      for (int c = 0; c < shape.channels(); c++) {
        for (int y = 0; y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++) {
            planes.values()[next++] = input.at(face, y, x, c);
          }
        }
      }
    }
    return planes;
  }

  static Numbers sum(List<Numbers> addends) {
    return addends.stream().reduce(Numbers::plus).orElseThrow();
  }

  /**
   * CoordConv: x grows down the picture and y to the right, as in the authors' code.
   *
   * @param input NHWC
   * @param heatmaps or null
   */
  static Numbers coordinates(Numbers input, Numbers heatmaps) {
    TensorShape shape = input.shape();
    int channels = shape.channels();
    return each(
        shape.withChannels(channels + (heatmaps == null ? 3 : 5)),
        (face, row, column, c) -> {
          double x = 2.0 * row / (shape.height() - 1) - 1;
          double y = 2.0 * column / (shape.width() - 1) - 1;
          return switch (c - channels) {
            case 0 -> x;
            case 1 -> y;
            case 2 -> Math.sqrt(x * x + y * y) / Math.sqrt(2);
            case 3 -> isOnBoundary(heatmaps, face, row, column) ? x : 0;
            case 4 -> isOnBoundary(heatmaps, face, row, column) ? y : 0;
            default -> input.at(face, row, column, c);
          };
        });
  }

  private static boolean isOnBoundary(Numbers heatmaps, int face, int y, int x) {
    return heatmaps.at(face, y, x, heatmaps.shape().channels() - 1) > 0.05f;
  }
}
