package io.github.awing.model.pytorch;

import io.github.awing.model.HourglassSpec;
import java.util.Map;
import java.util.stream.IntStream;

/** What a network must be made of to have tensors of these names and shapes. */
final class AuthorsShape {

  /** The paper's; weights fit any size. */
  private static final int INPUT_SIZE = 256;

  private final Map<String, StoredTensor> tensors;

  AuthorsShape(Map<String, StoredTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * The network, with as many stacks as the file has, or fewer.
   *
   * @param stacks 0 for all there are
   * @throws MalformedFileException if the tensors are not those of such a network
   */
  HourglassSpec spec(int landmarks, int stacks) {
    int there = (int) IntStream.iterate(0, i -> has("l" + i), i -> i + 1).count();
    if (there == 0) {
      throw new MalformedFileException(
          "it has no l0.weight: these are not the weights of a stacked hourglass");
    }
    if (stacks > there) {
      throw new MalformedFileException(
          "it has %d stacks, but %d are asked for".formatted(there, stacks));
    }
    int depth = (int) IntStream.iterate(1, i -> has("m0.b1_" + i + ".conv1"), i -> i + 1).count();
    long heatmaps = axis("l0", 0);
    if (heatmaps != landmarks && heatmaps != landmarks + 1) {
      throw new MalformedFileException(
          "it has %d heatmaps, but the scheme has %d landmarks and perhaps a boundary"
              .formatted(heatmaps, landmarks));
    }
    try {
      return new HourglassSpec(
          landmarks,
          stacks == 0 ? there : stacks,
          Math.toIntExact(Math.multiplyExact(4, axis("conv1.conv", 0))),
          depth,
          INPUT_SIZE,
          axis("conv1.conv", 1) > 3,
          heatmaps == landmarks + 1,
          false);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedFileException(
          "these are not the weights of a stacked hourglass: " + e.getMessage());
    }
  }

  /** Heatmaps of the first stack. */
  int heatmaps() {
    return Math.toIntExact(axis("l0", 0));
  }

  private boolean has(String layer) {
    return tensors.containsKey(layer + ".weight");
  }

  private long axis(String layer, int axis) {
    StoredTensor weight = tensors.get(layer + ".weight");
    if (weight == null || weight.shape().length != 4) {
      throw new MalformedFileException(
          "it has no %s.weight of 4 axes: these are not the weights of a stacked hourglass"
              .formatted(layer));
    }
    return weight.shape()[axis];
  }
}
