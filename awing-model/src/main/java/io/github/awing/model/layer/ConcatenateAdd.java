package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
 * The end of a ConvBlock: all inputs but the last side by side along the channels, plus the last,
 * the residual. NHWC float in and out.
 */
public class ConcatenateAdd extends LeanVertex {

  /** Nothing to choose: the inputs say it all. */
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
    return new Runtime(graph, name, index, dataType);
  }

  private static final class Runtime extends LeanVertexRuntime implements SharingVertex {

    Runtime(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    INDArray forward(LayerWorkspaceMgr workspaces) {
      INDArray residual = inputs[inputs.length - 1];
      INDArray output = activations(workspaces, residual, residual.shape());
      if (!NativeFloats.areReachable()) {
        ArrayOperations.concatenateAdd(inputs, output);
        return output;
      }
      sideBySide()
          .add(
              parts(inputs),
              NativeFloats.of(NativeFloats.dense(residual)),
              NativeFloats.of(output));
      return output;
    }

    @Override
    public FrozenStep freeze(List<FaceShape> of, Cores cores) {
      int last = of.size() - 1;
      FaceShape residual = of.get(last);
      int[] widths = of.subList(0, last).stream().mapToInt(FaceShape::channels).toArray();
      SideBySide parts = new SideBySide(residual.pixels(), widths, cores);
      return FrozenStep.of(
          residual, (in, sum) -> parts.add(Arrays.copyOf(in, last), in[last], sum));
    }

    @Override
    INDArray[] backward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray[] gradients = shareBackward(gradient, workspaces);
      gradients[inputs.length - 1] = workspaces.dup(ArrayType.ACTIVATION_GRAD, gradient, 'c');
      return gradients;
    }

    @Override
    public INDArray[] shareBackward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray[] gradients = new INDArray[inputs.length];
      for (int part = 0; part < inputs.length - 1; part++) {
        gradients[part] = gradients(workspaces, inputs[part]);
      }
      gradients[inputs.length - 1] = gradient;
      if (!NativeFloats.areReachable()) {
        ArrayOperations.split(gradient, Arrays.copyOf(gradients, inputs.length - 1));
        return gradients;
      }
      sideBySide().split(NativeFloats.of(gradient), parts(gradients));
      return gradients;
    }

    private FloatBuffer[] parts(INDArray[] arrays) {
      FloatBuffer[] parts = new FloatBuffer[arrays.length - 1];
      for (int part = 0; part < parts.length; part++) {
        parts[part] = NativeFloats.of(NativeFloats.dense(arrays[part]));
      }
      return parts;
    }

    private SideBySide sideBySide() {
      INDArray residual = inputs[inputs.length - 1];
      int pixels = (int) (residual.length() / residual.size(3));
      return new SideBySide(pixels, widths(), Cores.ALL);
    }

    private int[] widths() {
      int[] widths = new int[inputs.length - 1];
      for (int part = 0; part < widths.length; part++) {
        widths[part] = (int) inputs[part].size(3);
      }
      return widths;
    }
  }
}
