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

/**
 * Merges two resolutions of an hourglass: adds to the first input [N, H, W, C] the second [N, H/2,
 * W/2, C] with every pixel doubled in height and width. NHWC float.
 */
public class UpsampleAdd extends ParameterlessVertex implements LayerSteps {

  /** Makes the vertex, which has no settings. */
  public UpsampleAdd() {}

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    InputTypeConvolutional high = Nhwc.checked(inputs[0], "first input");
    InputTypeConvolutional low = Nhwc.checked(inputs[1], "second input");
    if (high.getHeight() != 2 * low.getHeight()
        || high.getWidth() != 2 * low.getWidth()
        || high.getChannels() != low.getChannels()) {
      throw new InvalidInputTypeException(
          "the first input needs twice the height and width of the second and as many channels,"
              + " but they are "
              + high
              + " and "
              + low);
    }
    return high;
  }

  @Override
  public UpsampleAdd clone() {
    return new UpsampleAdd();
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
    Operand output = layer.newOutput(layer.shape(0));
    layer.step(new Op.UpsampleAdd(), List.of(layer.input(0), layer.input(1)), output);
    return output;
  }

  @Override
  public void backward(LayerContext layer) {
    layer.gradientStep(1, new Op.UpsampleGradient(), List.of(layer.outputGradient()));
    layer.passGradient(0);
  }
}
