package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where an hourglass widens again: the first input [N, H, W, C] plus the second [N, H/2, W/2, C]
 * with every pixel doubled in height and width. NHWC float.
 */
public class UpsampleAdd extends LeanVertex {

  /** Nothing to choose: the inputs say it all. */
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
    return new Runtime(graph, name, index, dataType);
  }

  private static void add(HalvedRows rows, FloatBuffer high, FloatBuffer low, FloatBuffer sum) {
    int row = rows.floats();
    int channels = rows.channels();
    rows.forEach(
        (index, narrow, wide) -> {
          low.get(index * row, narrow);
          high.get(index * 4 * row, wide);
          for (int at = 0; at < row; at += channels) {
            for (int copy : new int[] {2 * at, 2 * at + channels}) {
              for (int c = 0; c < channels; c++) {
                wide[copy + c] += narrow[at + c];
                wide[2 * row + copy + c] += narrow[at + c];
              }
            }
          }
          sum.put(index * 4 * row, wide);
        });
  }

  private static final class Runtime extends LeanVertexRuntime implements SharingVertex {

    Runtime(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    INDArray forward(LayerWorkspaceMgr workspaces) {
      INDArray output = activations(workspaces, inputs[0], inputs[0].shape());
      if (!NativeFloats.areReachable()) {
        ArrayOperations.upsampleAdd(inputs[0], inputs[1], output);
        return output;
      }
      FloatBuffer high = NativeFloats.of(NativeFloats.dense(inputs[0]));
      FloatBuffer low = NativeFloats.of(NativeFloats.dense(inputs[1]));
      FloatBuffer sum = NativeFloats.of(output);
      add(HalvedRows.of(inputs[1]), high, low, sum);
      return output;
    }

    @Override
    public FrozenStep freeze(List<FaceShape> of, Cores cores) {
      FaceShape low = of.get(1);
      HalvedRows rows = new HalvedRows(low.height(), low.width(), low.channels(), cores);
      return FrozenStep.of(of.get(0), (in, sum) -> add(rows, in[0], in[1], sum));
    }

    @Override
    INDArray[] backward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray[] gradients = shareBackward(gradient, workspaces);
      gradients[0] = workspaces.dup(ArrayType.ACTIVATION_GRAD, gradient, 'c');
      return gradients;
    }

    @Override
    public INDArray[] shareBackward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray lowGradient = gradients(workspaces, inputs[1]);
      if (!NativeFloats.areReachable()) {
        ArrayOperations.sumOfFours(gradient, lowGradient);
        return new INDArray[] {gradient, lowGradient};
      }
      FloatBuffer high = NativeFloats.of(gradient);
      FloatBuffer low = NativeFloats.of(lowGradient);
      HalvedRows rows = HalvedRows.of(inputs[1]);
      int row = rows.floats();
      rows.forEach(
          (index, narrow, wide) -> {
            high.get(index * 4 * row, wide);
            rows.sumOfFours(wide, narrow, 1);
            low.put(index * row, narrow);
          });
      return new INDArray[] {gradient, lowGradient};
    }
  }
}
