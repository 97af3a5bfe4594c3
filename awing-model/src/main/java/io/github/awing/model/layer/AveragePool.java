package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp.DynamicCustomOpsBuilder;
import org.nd4j.linalg.factory.Nd4j;

/** The mean of every 2x2 pixels: [N, H, W, C] to [N, H/2, W/2, C]. NHWC float. */
public class AveragePool extends LeanVertex {

  /** Nothing to choose. */
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
    return new Runtime(graph, name, index, dataType);
  }

  private static final class Runtime extends LeanVertexRuntime {

    private static final float QUARTER = 0.25f;

    Runtime(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    INDArray forward(LayerWorkspaceMgr workspaces) {
      INDArray input = inputs[0];
      INDArray output =
          activations(
              workspaces,
              input,
              input.size(0),
              input.size(1) / 2,
              input.size(2) / 2,
              input.size(3));
      if (!NativeFloats.areReachable()) {
        Nd4j.exec(operation("avgpool2d").addInputs(input).addOutputs(output).build());
        return output;
      }
      FloatBuffer high = NativeFloats.of(NativeFloats.dense(input));
      FloatBuffer low = NativeFloats.of(output);
      int channels = (int) output.size(3);
      int row = HalvedRows.row(output);
      HalvedRows.forEach(
          output,
          (index, narrow, wide) -> {
            high.get(index * 4 * row, wide);
            HalvedRows.sumOfFours(wide, narrow, channels, QUARTER);
            low.put(index * row, narrow);
          });
      return output;
    }

    @Override
    INDArray[] backward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray inputGradient = gradients(workspaces, inputs[0]);
      if (!NativeFloats.areReachable()) {
        Nd4j.exec(
            operation("avgpool2d_bp")
                .addInputs(inputs[0], gradient)
                .addOutputs(inputGradient)
                .build());
        return new INDArray[] {inputGradient};
      }
      FloatBuffer low = NativeFloats.of(gradient);
      FloatBuffer high = NativeFloats.of(inputGradient);
      int channels = (int) gradient.size(3);
      int row = HalvedRows.row(gradient);
      HalvedRows.forEach(
          gradient,
          (index, narrow, wide) -> {
            low.get(index * row, narrow);
            for (int i = 0; i < row; i++) {
              narrow[i] *= QUARTER;
            }
            for (int at = 0; at < row; at += channels) {
              for (int corner = 0; corner < 4; corner++) {
                System.arraycopy(
                    narrow,
                    at,
                    wide,
                    corner / 2 * 2 * row + 2 * at + corner % 2 * channels,
                    channels);
              }
            }
            high.put(index * 4 * row, wide);
          });
      return new INDArray[] {inputGradient};
    }

    private static DynamicCustomOpsBuilder operation(String name) {
      int nhwc = 1;
      return DynamicCustomOp.builder(name).addIntegerArguments(2, 2, 2, 2, 0, 0, 1, 1, 0, 0, nhwc);
    }
  }
}
