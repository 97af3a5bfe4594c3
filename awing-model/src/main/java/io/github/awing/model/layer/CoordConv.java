package io.github.awing.model.layer;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * CoordConv: tells the convolution that follows where each pixel is, by appending channels to its
 * input (the paper, section 5).
 *
 * <p>Appended are x, y and r: x and y run from −1 to 1, r is the distance from the centre divided
 * by the largest. With a second input, the previous stack's heatmaps, whose last channel is the
 * boundary, x and y are appended once more, zero wherever the boundary is at most 0.05.
 *
 * <p>The authors' x grows down the picture and their y to the right; the order is theirs, so that
 * weights trained with their code fit. The output is NHWC; the first input may be NCHW, as pictures
 * are.
 */
public class CoordConv extends LeanVertex {

  /** Above this the previous stack's boundary counts as boundary. */
  public static final float BOUNDARY_THRESHOLD = 0.05f;

  private final CNN2DFormat inputFormat;
  private final boolean coordinates;

  /**
   * Appends coordinates or, for a network without CoordConv, only brings the input into NHWC.
   *
   * @param inputFormat the layout of the first input
   * @param coordinates whether to append coordinates
   */
  @JsonCreator
  public CoordConv(
      @JsonProperty("inputFormat") CNN2DFormat inputFormat,
      @JsonProperty("coordinates") boolean coordinates) {
    this.inputFormat = Objects.requireNonNull(inputFormat, "inputFormat");
    this.coordinates = coordinates;
  }

  /** The layout of the first input. */
  public CNN2DFormat getInputFormat() {
    return inputFormat;
  }

  /** Whether coordinates are appended. */
  public boolean isCoordinates() {
    return coordinates;
  }

  /** The x, y and r of every pixel: [3, height, width], one after another. */
  public static float[] coordinates(int height, int width) {
    int pixels = height * width;
    float[] planes = new float[3 * pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      double x = 2.0 * (pixel / width) / (height - 1) - 1;
      double y = 2.0 * (pixel % width) / (width - 1) - 1;
      planes[pixel] = (float) x;
      planes[pixels + pixel] = (float) y;
      planes[2 * pixels + pixel] = (float) (Math.hypot(x, y) / Math.sqrt(2));
    }
    return planes;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    if (!(inputs[0] instanceof InputTypeConvolutional input)) {
      throw new InvalidInputTypeException("CoordConv needs a picture or activations: " + inputs[0]);
    }
    return Nhwc.type(
        input.getHeight(),
        input.getWidth(),
        input.getChannels() + appended(coordinates, inputs.length == 2));
  }

  /** How many channels are appended. */
  static int appended(boolean coordinates, boolean heatmaps) {
    return !coordinates ? 0 : heatmaps ? 5 : 3;
  }

  @Override
  public CoordConv clone() {
    return new CoordConv(inputFormat, coordinates);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CoordConv that
        && inputFormat == that.inputFormat
        && coordinates == that.coordinates;
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputFormat, coordinates);
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

  private final class Runtime extends LeanVertexRuntime {

    /** For the size that was met last. */
    private transient AppendedCoordinates appended;

    Runtime(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    INDArray forward(LayerWorkspaceMgr workspaces) {
      INDArray input = inputs[0];
      boolean nchw = inputFormat == CNN2DFormat.NCHW;
      INDArray heatmaps = inputs.length == 2 ? inputs[1] : null;
      FaceShape shape =
          new FaceShape(
              (int) input.size(nchw ? 2 : 1),
              (int) input.size(nchw ? 3 : 2),
              (int) input.size(nchw ? 1 : 3));
      if (appended == null || !appended.isFor(shape)) {
        appended = appended(shape, heatmaps == null ? 0 : (int) heatmaps.size(3));
      }
      FaceShape out = appended.output();
      INDArray output =
          activations(workspaces, input, input.size(0), out.height(), out.width(), out.channels());
      if (!NativeFloats.areReachable()) {
        ArrayOperations.appendCoordinates(
            nchw ? input.permute(0, 2, 3, 1) : input,
            coordinates ? coordinates(shape.height(), shape.width()) : null,
            heatmaps,
            output);
        return output;
      }
      appended.append(
          (int) input.size(0),
          NativeFloats.of(NativeFloats.dense(input)),
          heatmaps == null ? null : NativeFloats.of(NativeFloats.dense(heatmaps)),
          NativeFloats.of(output),
          Cores.ALL);
      return output;
    }

    @Override
    public FrozenStep freeze(List<FaceShape> of, Cores cores) {
      return appended(of.get(0), of.size() == 2 ? of.get(1).channels() : 0).freeze(cores);
    }

    private AppendedCoordinates appended(FaceShape input, int heatmapChannels) {
      return new AppendedCoordinates(
          input, inputFormat == CNN2DFormat.NCHW, coordinates, heatmapChannels);
    }

    @Override
    INDArray[] backward(INDArray gradient, LayerWorkspaceMgr workspaces) {
      INDArray[] gradients = new INDArray[inputs.length];
      if (inputs.length == 2) {
        // Nothing flows through a threshold.
        gradients[1] = gradients(workspaces, inputs[1]).assign(0);
      }
      gradients[0] = gradients(workspaces, inputs[0]);
      boolean nchw = inputFormat == CNN2DFormat.NCHW;
      if (!NativeFloats.areReachable()) {
        ArrayOperations.split(gradient, nchw ? gradients[0].permute(0, 2, 3, 1) : gradients[0]);
        return gradients;
      }
      int height = (int) gradient.size(1);
      int width = (int) gradient.size(2);
      int wide = (int) gradient.size(3);
      int channels = (int) inputs[0].size(nchw ? 1 : 3);
      FloatBuffer in = NativeFloats.of(gradient);
      FloatBuffer out = NativeFloats.of(gradients[0]);
      Cores.ALL.run(
          (int) gradient.size(0) * height,
          gradient.length(),
          (chunk, first, last) -> {
            float[] from = new float[width * wide];
            float[] to = new float[width * channels];
            for (int row = first; row < last; row++) {
              in.get(row * width * wide, from);
              for (int x = 0; x < width; x++) {
                System.arraycopy(from, x * wide, to, x * channels, channels);
              }
              if (nchw) {
                separate(to, row / height, row % height, height, width, channels, out);
              } else {
                out.put(row * width * channels, to);
              }
            }
          });
      return gradients;
    }
  }

  private static void separate(
      float[] row, int n, int y, int height, int width, int channels, FloatBuffer planes) {
    float[] plane = new float[width];
    for (int c = 0; c < channels; c++) {
      for (int x = 0; x < width; x++) {
        plane[x] = row[x * channels + c];
      }
      planes.put(((n * channels + c) * height + y) * width, plane);
    }
  }
}
