package io.github.awing.model.layer;

import io.github.awing.program.Buffer.Role;
import io.github.awing.program.LayerContext;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.ProgramBuilder;
import io.github.awing.program.TensorShape;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Context of a layer in a program of its own, whose inputs, outputs and gradients are the caller's
 * arrays.
 */
final class SingleLayer implements LayerContext {

  private final ProgramBuilder program;
  private final boolean training;
  private final List<Operand> inputs;
  private final Operand parameters;
  private final Operand parameterGradients;
  private final Operand[] gradients;
  private Operand output;
  private Operand outputGradient;
  private Operand statistics;

  SingleLayer(List<TensorShape> shapes, long parameterCount, boolean training) {
    this.training = training;
    program = new ProgramBuilder(shapes.get(0).faces());
    inputs = shapes.stream().map(shape -> program.tensor(Role.INPUT, shape)).toList();
    gradients = new Operand[shapes.size()];
    long length = Math.max(1, parameterCount);
    parameters = program.vector(Role.RESIDENT, length);
    parameterGradients = program.vector(Role.RESIDENT, length);
  }

  /** Begins the backward pass, which uses the statistics of the forward pass. */
  void beginBackward(TensorShape outputShape) {
    outputGradient = program.tensor(Role.INPUT, outputShape);
    if (training) {
      statistics = program.vector(Role.RESIDENT, 2L * inputs.get(0).shape().channels());
    }
  }

  Program program() {
    return program.build();
  }

  @Override
  public boolean isTraining() {
    return training;
  }

  @Override
  public int inputs() {
    return inputs.size();
  }

  @Override
  public TensorShape shape(int input) {
    return inputs.get(input).shape();
  }

  @Override
  public Operand input(int index) {
    return inputs.get(index);
  }

  @Override
  public Operand statistics(int input) {
    if (statistics == null) {
      statistics = program.vector(Role.RESIDENT, 2L * shape(input).channels());
      program.step(new Op.Statistics(), List.of(input(input)), statistics);
    }
    return statistics;
  }

  /** The statistics; null if the layer has none. */
  Operand statistics() {
    return statistics;
  }

  @Override
  public Operand newOutput(TensorShape shape) {
    output = program.tensor(Role.OUTPUT, shape);
    return output;
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public Operand outputGradient() {
    return outputGradient;
  }

  Operand parameters() {
    return parameters;
  }

  Operand parameterGradients() {
    return parameterGradients;
  }

  @Override
  public Operand parameters(long from, long length) {
    return parameters.part(from, length);
  }

  @Override
  public Operand parameterGradients(long from, long length) {
    return parameterGradients.part(from, length);
  }

  @Override
  public Operand newVector(long length) {
    return program.vector(Role.TEMPORARY, length);
  }

  @Override
  public Operand constant(INDArray values) {
    return program.constant(values);
  }

  @Override
  public void step(Op op, List<Operand> reads, Operand... writes) {
    program.step(op, reads, writes);
  }

  @Override
  public void parameterStep(Op op, List<Operand> reads, Operand... writes) {
    program.step(op, reads, writes);
  }

  @Override
  public boolean needsGradient(int input) {
    return true;
  }

  /** The gradient of an input; null if the backward pass does not compute it. */
  Operand gradient(int input) {
    return gradients[input];
  }

  @Override
  public void gradientStep(int input, Op op, List<Operand> reads) {
    gradients[input] = program.tensor(Role.OUTPUT, shape(input));
    program.step(op, reads, gradients[input]);
  }

  @Override
  public void passGradient(int input) {
    gradientStep(input, new Op.Add(), List.of(outputGradient));
  }
}
