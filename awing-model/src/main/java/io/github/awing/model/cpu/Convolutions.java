package io.github.awing.model.cpu;

import io.github.awing.model.program.Op;
import io.github.awing.model.program.Step;

/** A way to convolve. */
interface Convolutions {

  /** Adds the tasks of a convolution. */
  void forward(Step step, Op.Convolution op);

  /** Adds the tasks of the gradient of its input. */
  void inputGradient(Step step, Op.ConvolutionInputGradient op);

  /** Adds the tasks of the gradient of its weights and biases. */
  void weightGradient(Step step, Op.ConvolutionWeightGradient op);
}
