package io.github.awing.program.cpu;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import io.github.awing.program.cpu.Task.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes tasks of the loss: for each face, then to combine the faces. */
record LossTask(Lowering lowering) {

  void add(Step step, Op.Loss op) {
    Operand heatmaps = step.reads().get(0);
    Tensor predictions = lowering.tensor(heatmaps);
    Tensor targets = lowering.tensor(step.reads().get(1));
    Tensor mask = lowering.tensor(step.reads().get(2));
    Tensor gradient = lowering.tensor(step.writes().get(0));
    Operand ofStack = step.writes().get(1);
    Tensor losses = lowering.tensor(lowering.whole(ofStack));
    Parallelism parallelism = lowering.parallelism();
    TensorShape shape = lowering.slice(heatmaps);
    double perPixel = op.perPixel(heatmaps.shape().floats());
    double[] ofFaces = new double[heatmaps.shape().faces()];
    lowering.add(
        new Task(
            Kind.SLICES,
            (lane, first, end) -> {
              INDArray shown = null;
              if (mask.isPresent()) {
                TensorShape numbers = shape.withPixels(1, 1);
                shown = mask.array(lane, first, numbers).reshape(numbers.faces(), -1);
              }
              INDArray mine = shown;
              Supplier<double[]> loss =
                  () ->
                      op.loss()
                          .evaluateFaces(
                              targets.array(lane, first, shape),
                              predictions.array(lane, first, shape),
                              mine,
                              op.scale() * perPixel,
                              gradient.array(lane, first, shape),
                              parallelism.threads());
              double[] found = parallelism.cores() == Cores.ALL ? Cores.call(loss) : loss.get();
              System.arraycopy(found, 0, ofFaces, first * shape.faces(), found.length);
            },
            step.reads(),
            List.of(step.writes().get(0)),
            0));
    lowering.add(
        new Task(
            Kind.ONCE,
            (lane, first, end) ->
                losses
                    .callers()
                    .putScalar(op.stack(), op.scale() * (Arrays.stream(ofFaces).sum() * perPixel)),
            List.of(),
            List.of(ofStack),
            0));
  }
}
