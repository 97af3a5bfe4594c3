package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.Arrays;
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

  private static final class Runtime extends LeanVertexRuntime {

    private static final int TILE = 1024;

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
      int channels = (int) residual.size(3);
      FloatBuffer sum = NativeFloats.of(output);
      FloatBuffer added = NativeFloats.of(NativeFloats.dense(residual));
      FloatBuffer[] parts = parts(inputs);
      int[] widths = widths();
      forEachTile(
          channels,
          (from, pixels, tile, values) -> {
            int length = pixels * channels;
            int column = 0;
            for (int part = 0; part < parts.length; part++) {
              int width = widths[part];
              parts[part].get(from * width, values, 0, pixels * width);
              for (int pixel = 0; pixel < pixels; pixel++) {
                System.arraycopy(values, pixel * width, tile, pixel * channels + column, width);
              }
              column += width;
            }
            // Added in one long loop: loops over a part's few channels are no vector instructions.
            added.get(from * channels, values, 0, length);
            for (int i = 0; i < length; i++) {
              tile[i] += values[i];
            }
            sum.put(from * channels, tile, 0, length);
          });
      return output;
    }

    @Override
    INDArray[] backward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray[] gradients = new INDArray[inputs.length];
      for (int part = 0; part < inputs.length - 1; part++) {
        gradients[part] = gradients(workspaces, inputs[part]);
      }
      gradients[inputs.length - 1] = workspaces.dup(ArrayType.ACTIVATION_GRAD, gradient, 'c');
      if (!NativeFloats.areReachable()) {
        ArrayOperations.split(gradient, Arrays.copyOf(gradients, inputs.length - 1));
        return gradients;
      }
      int channels = (int) gradient.size(3);
      FloatBuffer whole = NativeFloats.of(gradient);
      FloatBuffer[] parts = parts(gradients);
      int[] widths = widths();
      forEachTile(
          channels,
          (from, pixels, tile, values) -> {
            whole.get(from * channels, tile, 0, pixels * channels);
            int column = 0;
            for (int part = 0; part < parts.length; part++) {
              int width = widths[part];
              for (int pixel = 0; pixel < pixels; pixel++) {
                System.arraycopy(tile, pixel * channels + column, values, pixel * width, width);
              }
              parts[part].put(from * width, values, 0, pixels * width);
              column += width;
            }
          });
      return gradients;
    }

    /** Work on so many pixels, counted over the whole batch, with two tiles of scratch space. */
    @FunctionalInterface
    private interface PixelWork {
      void run(int from, int pixels, float[] tile, float[] values);
    }

    private void forEachTile(int channels, PixelWork work) {
      INDArray residual = inputs[inputs.length - 1];
      int pixels = (int) (residual.length() / channels);
      int perTile = Math.max(1, TILE / channels);
      Chunks.run(
          (pixels + perTile - 1) / perTile,
          residual.length(),
          (chunk, first, last) -> {
            float[] tile = new float[perTile * channels];
            float[] values = new float[perTile * channels];
            for (int t = first; t < last; t++) {
              work.run(t * perTile, Math.min(perTile, pixels - t * perTile), tile, values);
            }
          });
    }

    private FloatBuffer[] parts(INDArray[] arrays) {
      FloatBuffer[] parts = new FloatBuffer[arrays.length - 1];
      for (int part = 0; part < parts.length; part++) {
        parts[part] = NativeFloats.of(NativeFloats.dense(arrays[part]));
      }
      return parts;
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
