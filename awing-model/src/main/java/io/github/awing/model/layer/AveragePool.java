package io.github.awing.model.layer;

import io.github.awing.program.LayerContext;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Averages every 2x2 pixels: [N, H, W, C] to [N, H/2, W/2, C]. NHWC float. */
public class AveragePool extends ParameterlessVertex implements LayerSteps {

  /** Makes the layer, which has no settings. */
  public AveragePool() {}

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    InputTypeConvolutional input = Nhwc.checked(inputs[0], "input");
    if (input.getHeight() % 2 != 0 || input.getWidth() % 2 != 0) {
      throw new InvalidInputTypeException("height and width must be even, but it is " + input);
    }
    return Nhwc.type(input.getHeight() / 2, input.getWidth() / 2, input.getChannels());
  }

  @Override
  public AveragePool clone() {
    return new AveragePool();
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
    Operand output = layer.newOutput(layer.shape(0).halved());
    layer.step(new Op.Pool(), List.of(layer.input(0)), output);
    return output;
  }

  @Override
  public void backward(LayerContext layer) {
    layer.gradientStep(0, new Op.PoolGradient(), List.of(layer.outputGradient()));
  }
}
