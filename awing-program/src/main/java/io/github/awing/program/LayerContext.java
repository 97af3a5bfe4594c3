package io.github.awing.program;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Context of a layer while its steps are added to a program: its inputs, parameters and gradients.
 */
public interface LayerContext {

  /** Whether batch normalisations use the batch's statistics, not the running statistics. */
  boolean isTraining();

  /** Number of inputs. */
  int inputs();

  /** Shape of an input. */
  TensorShape shape(int input);

  /** An input. The steps that compute it are added if it is not in memory. */
  Operand input(int index);

  /** Statistics of an input's channels over the batch. */
  Operand statistics(int input);

  /** Allocates the output. */
  Operand newOutput(TensorShape shape);

  /** The output, in the backward pass. */
  Operand output();

  /** Gradient of the output, in the backward pass. */
  Operand outputGradient();

  /** A part of the parameters, in Deeplearning4j's order. */
  Operand parameters(long from, long length);

  /** Gradients of a part of the parameters. */
  Operand parameterGradients(long from, long length);

  /** Allocates a vector that only this layer's steps use. */
  Operand newVector(long length);

  /** Adds constant values. */
  Operand constant(INDArray values);

  /** Adds a step. */
  void step(Op op, List<Operand> reads, Operand... writes);

  /** Adds a step that writes gradients of parameters, or adds to them. */
  void parameterStep(Op op, List<Operand> reads, Operand... writes);

  /** Whether an input's gradient is needed. */
  boolean needsGradient(int input);

  /** Adds a step that writes an input's gradient, or adds to it. */
  void gradientStep(int input, Op op, List<Operand> reads);

  /**
   * Declares that an input's gradient is the output's gradient, or that the output's gradient is
   * added to it.
   */
  void passGradient(int input);
}
