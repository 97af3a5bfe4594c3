package io.github.awing.program;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a layer stands while its steps are added to a program: its inputs, parameters, gradients.
 */
public interface LayerContext {

  /** Whether batch normalisations use the batch's statistics, not the running ones. */
  boolean isTraining();

  /** How many inputs it has. */
  int inputs();

  /** The shape of an input. */
  TensorShape shape(int input);

  /** An input; the steps that compute it are added if it is not in memory. */
  Operand input(int index);

  /** The statistics of an input's channels over the batch. */
  Operand statistics(int input);

  /** Memory for its output. */
  Operand newOutput(TensorShape shape);

  /** Its output, in backward. */
  Operand output();

  /** The gradient of its output, in backward. */
  Operand outputGradient();

  /** Some of its parameters, in Deeplearning4j's order. */
  Operand parameters(long from, long length);

  /** The gradients of some of its parameters. */
  Operand parameterGradients(long from, long length);

  /** Memory for numbers that only its own steps use. */
  Operand newVector(long length);

  /** Numbers that never change. */
  Operand constant(INDArray values);

  /** Adds a step. */
  void step(Op op, List<Operand> reads, Operand... writes);

  /** Adds a step that writes gradients of parameters, or adds to them. */
  void parameterStep(Op op, List<Operand> reads, Operand... writes);

  /** Whether an input's gradient is of use. */
  boolean needsGradient(int input);

  /** Adds a step that writes the gradient of an input, or adds to it. */
  void gradientStep(int input, Op op, List<Operand> reads);

  /** Says that the gradient of an input is that of the output, or that it is to be added to it. */
  void passGradient(int input);
}
