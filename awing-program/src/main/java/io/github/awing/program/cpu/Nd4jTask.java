package io.github.awing.program.cpu;

import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.cpu.Task.Kind;
import io.github.awing.program.nd4j.Nd4jOperations;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes tasks that compute a step by ND4J's operation: convolutions on processors that oneDNN has
 * no code for.
 */
record Nd4jTask(Lowering lowering) {

  void add(Step step) {
    List<Tensor> reads = step.reads().stream().map(lowering::tensor).toList();
    List<Tensor> writes = step.writes().stream().map(lowering::tensor).toList();
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

  private INDArray[] arrays(List<Tensor> tensors, Lane lane, int slice) {
    return tensors.stream().map(each -> array(each, lane, slice)).toArray(INDArray[]::new);
  }

  private INDArray array(Tensor tensor, Lane lane, int slice) {
    Operand operand = tensor.operand();
    boolean sliced = lowering.buffer(operand).perFace();
    return tensor.array(lane, slice, sliced ? lowering.slice(operand) : operand.shape());
  }
}
