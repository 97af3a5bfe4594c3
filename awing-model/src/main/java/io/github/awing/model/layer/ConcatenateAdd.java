package io.github.awing.model.layer;

import io.github.awing.program.LayerContext;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Ends a ConvBlock: concatenates all inputs except the last along the channels and adds the last,
 * the residual. NHWC float in and out.
 */
public class ConcatenateAdd extends ParameterlessVertex implements LayerSteps {

  /** Makes the vertex, which has no settings. */
  public ConcatenateAdd() {}

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    InputTypeConvolutional residual = Nhwc.checked(inputs[inputs.length - 1], "residual");
    long channels = 0;
    for (int i = 0; i < inputs.length - 1; i++) {
      channels += Nhwc.checked(inputs[i], "part " + i).getChannels();
    }
    if (channels != residual.getChannels()) {
      throw new InvalidInputTypeException(
          "the parts have %d channels together, but the residual has %d"
              .formatted(channels, residual.getChannels()));
    }
    return residual;
  }

  @Override
  public ConcatenateAdd clone() {
    return new ConcatenateAdd();
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    return new StepsVertex(graph, name, index, dataType, this);
  }

  @Override
  public Operand forward(LayerContext layer) {
    int residual = layer.inputs() - 1;
    List<Operand> inputs = IntStream.rangeClosed(0, residual).mapToObj(layer::input).toList();
    Operand output = layer.newOutput(layer.shape(residual));
    layer.step(new Op.ConcatenateAdd(), inputs, output);
    return output;
  }

  @Override
  public void backward(LayerContext layer) {
    int residual = layer.inputs() - 1;
    int from = 0;
    for (int part = 0; part < residual; part++) {
      layer.gradientStep(part, new Op.Channels(from), List.of(layer.outputGradient()));
      from += layer.shape(part).channels();
    }
    layer.passGradient(residual);
  }
}
