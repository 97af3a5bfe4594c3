package io.github.awing.model.pytorch;

import io.github.awing.model.HourglassSpec;
import java.util.Map;
import java.util.stream.IntStream;

/** Derives a network's architecture from the names and shapes of its tensors. */
final class AuthorsShape {

  /** The paper's input size; weights fit any size. */
  private static final int INPUT_SIZE = 256;

  private final Map<String, StoredTensor> tensors;

  AuthorsShape(Map<String, StoredTensor> tensors) {
    this.tensors = tensors;
  }

  /** Number of stacks, at least 1. */
  int stacks() {
    return (int) IntStream.iterate(0, i -> has("l" + i), i -> i + 1).count();
  }

  /**
   * Number of heatmaps of a stack.
   *
   * @throws MalformedFileException if the tensors are not those of such a network
   */
  int heatmaps() {
    long heatmaps = axis("l0", 0);
    if (heatmaps < 1 || heatmaps > Integer.MAX_VALUE) {
      throw new MalformedFileException(
          "it has %d heatmaps, which is not possible".formatted(heatmaps));
    }
    return (int) heatmaps;
  }

  /**
   * The architecture, with all stacks of the file or fewer.
   *
   * @param stacks number of stacks; 0 for all
   * @throws MalformedFileException if the tensors are not those of such a network
   */
  HourglassSpec spec(int landmarks, int stacks) {
    int there = stacks();
    if (stacks > there) {
      throw new MalformedFileException(
          "it has %d stacks, but %d are asked for".formatted(there, stacks));
    }
    int depth = (int) IntStream.iterate(1, i -> has("m0.b1_" + i + ".conv1"), i -> i + 1).count();
    int heatmaps = heatmaps();
    if (heatmaps != landmarks && heatmaps != landmarks + 1) {
      throw new MalformedFileException(
          "it has %d heatmaps, but %d landmarks have %2$d, or %d with the boundary's"
              .formatted(heatmaps, landmarks, landmarks + 1));
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
