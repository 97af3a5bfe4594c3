package io.github.awing.model.cpu;

import io.github.awing.model.cpu.Task.Kind;
import io.github.awing.model.program.Op;
import io.github.awing.model.program.Operand;
import io.github.awing.model.program.Step;

/** The task of the loss: all faces at once, on all cores, as it is computed elsewhere too. */
record LossTask(Lowering lowering) {

  void add(Step step, Op.Loss op) {
    Operand heatmaps = step.reads().get(0);
    Tensor predictions = lowering.tensor(heatmaps);
    Tensor targets = lowering.tensor(step.reads().get(1));
    Tensor mask = lowering.tensor(step.reads().get(2));
    Tensor gradient = lowering.tensor(step.writes().get(0));
    Operand ofStack = step.writes().get(1);
    Operand all = new Operand(ofStack.buffer(), 0, lowering.whole(ofStack));
    Tensor losses = lowering.tensor(all);
    lowering.add(
        Kind.ONCE,
        step,
        0,
        (lane, first, end) ->
            losses
                .callers()
                .putScalar(
                    op.stack(),
                    op.loss()
                        .evaluate(
                            targets.callers(),
                            predictions.array(heatmaps.shape()),
                            mask.callers(),
                            op.scale(),
                            gradient.array(heatmaps.shape()))));
  }
}
