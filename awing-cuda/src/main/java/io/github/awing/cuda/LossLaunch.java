package io.github.awing.cuda;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.MeanAbsoluteError;
import io.github.awing.loss.MeanSquaredError;
import io.github.awing.loss.PixelLoss;
import io.github.awing.loss.SmoothL1;
import io.github.awing.loss.TargetRange;
import io.github.awing.loss.WeightedLossMap;
import io.github.awing.loss.Wing;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;

/** Makes the launch of one stack's loss: value, gradient and sum in one pass. */
record LossLaunch(Lowering lowering) {

  private static final int NO_MAP = -1;

  /** Name of a pixel's loss in the kernel, with its parameters in the record's order. */
  private record Formula(String name, double... numbers) {

    static Formula of(PixelLoss loss) {
      if (loss instanceof AdaptiveWing wing) {
        return new Formula("AWING", wing.omega(), wing.theta(), wing.epsilon(), wing.alpha());
      }
      if (loss instanceof Wing wing) {
        return new Formula("WING", wing.width(), wing.epsilon(), 0, 0);
      }
      if (loss instanceof SmoothL1 smooth) {
        return new Formula("SMOOTH_L1", smooth.beta(), 0, 0, 0);
      }
      if (loss instanceof MeanSquaredError) {
        return new Formula("MSE", 0, 0, 0, 0);
      }
      if (loss instanceof MeanAbsoluteError) {
        return new Formula("L1", 0, 0, 0, 0);
      }
      throw new IllegalArgumentException("graphics cards do not support " + loss);
    }

    long number(int index) {
      return Launch.real(numbers[index]);
    }
  }

  void add(Step step, Op.Loss op) {
    Operand of = step.reads().get(0);
    Operand maskOperand = step.reads().get(2);
    Place predictions = lowering.place(of);
    Place targets = lowering.place(step.reads().get(1));
    Place mask = lowering.isGiven(maskOperand) ? lowering.place(maskOperand) : null;
    Place gradient = lowering.place(step.writes().get(0));
    Place result = lowering.place(step.writes().get(1));
    TensorShape shape = lowering.shape(of);
    WeightedLossMap map = op.loss().weightMap().orElse(null);
    int radius = map == null ? NO_MAP : map.kernel() / 2;
    double scale = op.scale() * op.perPixel(shape.floats());
    boolean refuses = op.loss().targetRange() == TargetRange.REFUSE;
    Formula formula = Formula.of(op.loss().pixelLoss());
    Card.Kernel kernel =
        lowering
            .engine()
            .kernels()
            .of("loss")
            .input(predictions.storage())
            .input(targets.storage())
            .output(gradient.storage())
            .define("LOSS", formula.name)
            .kernel("loss");
    int blocks = lowering.engine().blocks(shape.floats());
    lowering.partial().require((long) blocks * Double.BYTES);
    lowering.counters().require(Integer.BYTES);
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                blocks,
                CardEngine.THREADS,
                predictions.address(),
                targets.address(),
                mask == null ? 0 : mask.address(),
                gradient.address(),
                result.address(),
                refuses ? lowering.refused().address() : 0,
                lowering.partial().address(),
                lowering.counters().address(),
                shape.floats(),
                shape.height(),
                shape.width(),
                shape.channels(),
                radius,
                map == null ? 0 : Launch.real(map.threshold()),
                map == null ? 0 : Launch.real(map.weight()),
                Double.doubleToRawLongBits(scale),
                formula.number(0),
                formula.number(1),
                formula.number(2),
                formula.number(3)));
  }
}
