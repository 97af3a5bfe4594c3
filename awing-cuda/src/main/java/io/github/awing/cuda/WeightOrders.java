package io.github.awing.cuda;

import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Converts weights to the order and type of convolutions, and their gradients back. Constant
 * weights are converted once. Other weights are converted at the start of a run in one launch, and
 * again after a step has updated them. Gradients are converted back in one launch when they are
 * needed.
 */
final class WeightOrders {

  /** Words of a row of the tables. */
  static final int WORDS = 4;

  private final Lowering lowering;
  private final Map<Key, Region> ordered = new HashMap<>();
  private final List<Gradient> gradients = new ArrayList<>();

  private record Key(Operand weights, ConvolutionSize size) {}

  private record Gradient(Region from, Operand to, ConvolutionSize size, boolean adds) {}

  WeightOrders(Lowering lowering) {
    this.lowering = lowering;
  }

  /** Converts at the start all weights that no step updates before a convolution reads them. */
  void orderAtStart(List<Step> steps) {
    List<Key> keys = new ArrayList<>();
    List<Operand> updated = new ArrayList<>();
    for (Step step : steps) {
      Key key = key(step);
      if (key != null
          && lowering.buffer(key.weights).role() != Role.CONSTANT
          && !keys.contains(key)
          && updated.stream().noneMatch(key.weights::overlaps)) {
        keys.add(key);
      }
      if (step.op() instanceof Op.Update) {
        updated.addAll(step.writes());
      }
    }
    if (!keys.isEmpty()) {
      order(keys);
    }
  }

  private Key key(Step step) {
    if (step.op() instanceof Op.Convolution op) {
      return new Key(
          step.reads().get(1),
          lowering.engine().size(step.reads().get(0), step.writes().get(0), op.kernel()));
    }
    if (step.op() instanceof Op.ConvolutionInputGradient op) {
      return new Key(
          step.reads().get(0),
          lowering.engine().size(step.writes().get(0), step.reads().get(1), op.kernel()));
    }
    return null;
  }

  private void order(List<Key> keys) {
    Table table = lowering.table(WORDS);
    for (Key key : keys) {
      Region to = lowering.scratch(key.size.paddedWeights() * storage().bytes());
      ordered.put(key, to);
      Place from = lowering.place(key.weights);
      addRows(table, key.size, from::address, to, storage());
    }
    Card.Kernel kernel =
        lowering.engine().kernels().of("weights").output(storage()).kernel("weights");
    lowering.add(
        stream -> stream.launch(kernel, table.rows(), CardEngine.THREADS, table.address()));
  }

  /** Adds a row for every output's weights. */
  static void addRows(
      Table table, ConvolutionSize size, LongSupplier from, Region to, Storage storage) {
    for (int output = 0; output < size.paddedOutputs(); output++) {
      boolean there = output < size.outputs();
      long read = (long) output * size.weightsOfOutput() * Float.BYTES;
      long written = (long) output * size.paddedWeightsOfOutput() * storage.bytes();
      table.add(
          () ->
              new long[] {
                there ? from.getAsLong() + read : 0,
                to.address() + written,
                Table.word(size.inputs(), size.paddedInputs()),
                Table.word(size.kernel() * size.kernel(), 0)
              });
    }
  }

  private Storage storage() {
    return lowering.engine().activations();
  }

  /** Weights for the current step's convolution. */
  Region of(Operand weights, ConvolutionSize size) {
    if (lowering.buffer(weights).role() == Role.CONSTANT) {
      return lowering.constants().ordered(weights, size);
    }
    Key key = new Key(weights, size);
    if (!ordered.containsKey(key)) {
      order(List.of(key));
    }
    Region region = ordered.get(key);
    lowering.touch(region);
    return region;
  }

  /** Discards converted weights that a step has updated. */
  void discardUpdated(Step step) {
    ordered.keySet().removeIf(key -> step.writes().stream().anyMatch(key.weights::overlaps));
  }

  /**
   * Allocates memory for the gradient of some weights, which is converted back when it is needed.
   *
   * @param adds whether it is added to existing values
   */
  Region gradient(Operand to, ConvolutionSize size, boolean adds) {
    Region from = lowering.scratch(size.paddedWeights() * Float.BYTES);
    gradients.add(new Gradient(from, to, size, adds));
    return from;
  }

  /** Converts gradients back if a step reads or writes one. */
  void flushGradients(Step step) {
    boolean isNeeded =
        gradients.stream()
            .anyMatch(
                gradient ->
                    step.allReads().anyMatch(gradient.to::overlaps)
                        || step.writes().stream().anyMatch(gradient.to::overlaps));
    if (isNeeded) {
      flushGradients();
    }
  }

  /** Converts all gradients back. */
  void flushGradients() {
    if (gradients.isEmpty()) {
      return;
    }
    Table table = lowering.table(WORDS);
    for (Gradient gradient : gradients) {
      ConvolutionSize size = gradient.size;
      lowering.touch(gradient.from);
      Place to = lowering.place(gradient.to);
      for (int output = 0; output < size.outputs(); output++) {
        long read = (long) output * size.paddedWeightsOfOutput() * Float.BYTES;
        long written = (long) output * size.weightsOfOutput() * Float.BYTES;
        table.add(
            () ->
                new long[] {
                  gradient.from.address() + read,
                  to.address() + written,
                  Table.word(size.inputs(), size.paddedInputs()),
                  Table.word(size.kernel() * size.kernel(), gradient.adds ? 1 : 0)
                });
      }
    }
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("weight_gradients")
            .output(Storage.FLOAT)
            .kernel("weight_gradients");
    lowering.add(
        stream -> stream.launch(kernel, table.rows(), CardEngine.THREADS, table.address()));
    gradients.clear();
  }
}
