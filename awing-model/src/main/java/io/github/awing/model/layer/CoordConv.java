package io.github.awing.model.layer;

import io.github.awing.program.LayerContext;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.TensorShape;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * CoordConv (the paper, section 5): appends channels with each pixel's coordinates to the input of
 * the next convolution.
 *
 * <p>The channels are x, y and r: x and y run from −1 to 1, and r is the distance from the centre
 * divided by the largest distance. A second input holds the previous stack's heatmaps, whose last
 * channel is the boundary. With it, x and y are appended once more, 0 where the boundary is at most
 * 0.05.
 *
 * <p>As in the authors' code, x grows down the picture and y to the right, so that weights trained
 * with that code fit. The output is NHWC; the first input may be NCHW, as for pictures.
 *
 * <p>The processor's arithmetic, with the masking, is in {@code program.cpu.AppendedCoordinates}.
 */
public class CoordConv extends ParameterlessVertex implements LayerSteps {

  private final CNN2DFormat inputFormat;
  private final boolean coordinates;

  /**
   * Makes a vertex that appends coordinates or, for a network without CoordConv, only converts the
   * input to NHWC.
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

  /** Whether the first input is NCHW. */
  boolean isOfPlanes() {
    return inputFormat == CNN2DFormat.NCHW;
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

  /** Number of channels appended. */
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
    return new StepsVertex(graph, name, index, dataType, this);
  }

  @Override
  public Operand forward(LayerContext layer) {
    boolean heatmaps = layer.inputs() == 2;
    List<Operand> inputs =
        heatmaps ? List.of(layer.input(0), layer.input(1)) : List.of(layer.input(0));
    TensorShape in = layer.shape(0);
    Operand output =
        layer.newOutput(in.withChannels(in.channels() + appended(coordinates, heatmaps)));
    layer.step(new Op.Coordinates(isOfPlanes(), coordinates), inputs, output);
    return output;
  }

  /** The threshold of the boundary has no gradient. */
  @Override
  public void backward(LayerContext layer) {
    if (layer.needsGradient(0)) {
      layer.gradientStep(0, new Op.Channels(0), List.of(layer.outputGradient()));
    }
  }
}
