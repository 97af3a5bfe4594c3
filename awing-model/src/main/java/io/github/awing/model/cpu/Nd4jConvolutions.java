package io.github.awing.model.cpu;

import io.github.awing.model.cpu.Task.Kind;
import io.github.awing.model.nd4j.Nd4jOperations;
import io.github.awing.model.program.Op;
import io.github.awing.model.program.Step;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolves with ND4J's operations, all faces at once. */
record Nd4jConvolutions(Lowering lowering) implements Convolutions {

  @Override
  public void forward(Step step, Op.Convolution op) {
    add(step);
  }

  @Override
  public void inputGradient(Step step, Op.ConvolutionInputGradient op) {
    add(step);
  }

  @Override
  public void weightGradient(Step step, Op.ConvolutionWeightGradient op) {
    add(step);
  }

  private void add(Step step) {
    Tensor[] reads = step.reads().stream().map(lowering::tensor).toArray(Tensor[]::new);
    Tensor[] writes = step.writes().stream().map(lowering::tensor).toArray(Tensor[]::new);
    lowering.add(
        Kind.SLICES,
        step,
        0,
        (lane, first, end) ->
            Nd4jOperations.run(
                step.op(),
                step.accumulate(),
                arrays(reads, lane, first),
                arrays(writes, lane, first)));
  }

  private INDArray[] arrays(Tensor[] tensors, Lane lane, int slice) {
    return Stream.of(tensors)
        .map(tensor -> tensor.array(lane, slice, lowering.slice(tensor.operand())))
        .toArray(INDArray[]::new);
  }
}
