package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
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

  private static final float QUARTER = 0.25f;

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

  private static void pool(HalvedRows rows, FloatBuffer high, FloatBuffer low) {
    int row = rows.floats();
    rows.forEach(
        (index, narrow, wide) -> {
          high.get(index * 4 * row, wide);
          rows.sumOfFours(wide, narrow, QUARTER);
          low.put(index * row, narrow);
        });
  }

  private static final class Runtime extends LeanVertexRuntime {

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
      pool(
          HalvedRows.of(output),
          NativeFloats.of(NativeFloats.dense(input)),
          NativeFloats.of(output));
      return output;
    }

    @Override
    public FrozenStep freeze(List<FaceShape> of, Cores cores) {
      FaceShape high = of.get(0);
      FaceShape low = new FaceShape(high.height() / 2, high.width() / 2, high.channels());
      HalvedRows rows = new HalvedRows(low.height(), low.width(), low.channels(), cores);
      return FrozenStep.of(low, (in, out) -> pool(rows, in[0], out));
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
      HalvedRows rows = HalvedRows.of(gradient);
      int channels = rows.channels();
      int row = rows.floats();
      rows.forEach(
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
