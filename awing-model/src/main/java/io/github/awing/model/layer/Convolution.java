package io.github.awing.model.layer;

import io.github.awing.program.LayerContext;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.TensorShape;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution layer, NHWC float [N, H, W, C] in and out, no activation.
 *
 * <p>Weights are [out, in, height, width] as in PyTorch and initialised as in PyTorch: uniform in
 * ±1 / sqrt(fan in). Biases are initialised with zero.
 */
public final class Convolution extends ConvolutionLayer implements LayerSteps {

  private boolean first;

  /** Used when a stored configuration is read. */
  public Convolution() {
    setCnn2dDataFormat(CNN2DFormat.NHWC);
    setConvolutionMode(ConvolutionMode.Truncate);
    setActivationFn(new ActivationIdentity());
    setWeightInitFn(new WeightInitUniform());
  }

  /**
   * Makes a square convolution padded with (kernel − 1) / 2 zeros on each side.
   *
   * @param out output channels, at least 1
   * @param kernel an odd number of pixels
   * @param stride pixels, at least 1
   * @param bias whether there is a bias per output channel
   */
  public Convolution(int out, int kernel, int stride, boolean bias) {
    this();
    setNOut(out);
    setKernelSize(new int[] {kernel, kernel});
    setStride(new int[] {stride, stride});
    setPadding(new int[] {kernel / 2, kernel / 2});
    setHasBias(bias);
  }

  /**
   * Marks this convolution as the first trained layer. The backward pass then computes no gradient
   * of its input, which for a picture would take as long as the rest of the layer.
   */
  public Convolution first() {
    setFirst(true);
    return this;
  }

  /** Whether this is the first trained layer. */
  public boolean isFirst() {
    return first;
  }

  /** Used when a stored configuration is read. */
  public void setFirst(boolean first) {
    this.first = first;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    return Runtimes.prepare(
        new StepsLayer(conf, dataType), conf, listeners, index, parameters, initialise);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return super.getOutputType(layerIndex, Nhwc.checked(inputType, getLayerName()));
  }

  @Override
  public Operand forward(LayerContext layer) {
    Operand weights = layer.parameters(biases(), weights());
    Operand biases = hasBias() ? layer.parameters(0, biases()) : null;
    return forward(layer, false, weights, biases);
  }

  /**
   * Adds the steps of this convolution with other weights, and a ReLU after it.
   *
   * @param weights in place of its own
   * @param biases in place of its own
   */
  public Operand forwardWithRelu(LayerContext layer, Operand weights, Operand biases) {
    return forward(layer, true, weights, biases);
  }

  private Operand forward(LayerContext layer, boolean relu, Operand weights, Operand biases) {
    TensorShape in = layer.shape(0);
    Operand input = layer.input(0);
    int kernel = getKernelSize()[0];
    int stride = getStride()[0];
    int padding = getPadding()[0];
    int height = (in.height() + 2 * padding - kernel) / stride + 1;
    int width = (in.width() + 2 * padding - kernel) / stride + 1;
    Operand output = layer.newOutput(new TensorShape(in.faces(), height, width, (int) getNOut()));
    layer.step(
        new Op.Convolution(kernel, stride, padding, relu),
        biases == null ? List.of(input, weights) : List.of(input, weights, biases),
        output);
    return output;
  }

  @Override
  public void backward(LayerContext layer) {
    int kernel = getKernelSize()[0];
    int stride = getStride()[0];
    int padding = getPadding()[0];
    if (!first && layer.needsGradient(0)) {
      layer.gradientStep(
          0,
          new Op.ConvolutionInputGradient(kernel, stride, padding),
          List.of(layer.parameters(biases(), weights()), layer.outputGradient()));
    }
    Op op = new Op.ConvolutionWeightGradient(kernel, stride, padding);
    List<Operand> reads = List.of(layer.input(0), layer.outputGradient());
    Operand ofWeights = layer.parameterGradients(biases(), weights());
    if (hasBias()) {
      layer.parameterStep(op, reads, ofWeights, layer.parameterGradients(0, biases()));
    } else {
      layer.parameterStep(op, reads, ofWeights);
    }
  }

  /** Number of biases; Deeplearning4j stores them before the weights. */
  private long biases() {
    return hasBias() ? getNOut() : 0;
  }

  private long weights() {
    return getNOut() * getNIn() * getKernelSize()[0] * getKernelSize()[1];
  }
}
