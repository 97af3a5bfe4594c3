package io.github.awing.model.layer;

import java.util.Collection;
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
 * A convolution with oneDNN, forward and backward, NHWC float [N, H, W, C] in and out, no
 * activation.
 *
 * <p>Weights are [out, in, height, width] as in PyTorch, and start as PyTorch's: uniform in ±1 /
 * sqrt(fan in). Biases start at zero.
 */
public class Convolution extends ConvolutionLayer {

  private boolean first;

  /** For reading a stored configuration. */
  public Convolution() {
    setCnn2dDataFormat(CNN2DFormat.NHWC);
    setConvolutionMode(ConvolutionMode.Truncate);
    setActivationFn(new ActivationIdentity());
    setWeightInitFn(new WeightInitUniform());
  }

  /**
   * A square convolution padded with (kernel − 1) / 2 zeros on each side.
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
   * This convolution, if nothing before it learns: in backward its input gets no gradient, which
   * for a picture would take as long as all the rest of the layer.
   */
  public Convolution first() {
    setFirst(true);
    return this;
  }

  /** Whether nothing before it learns. */
  public boolean isFirst() {
    return first;
  }

  /** For reading a stored configuration. */
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
        new ConvolutionRuntime(conf, dataType), conf, listeners, index, parameters, initialise);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return super.getOutputType(layerIndex, Nhwc.checked(inputType, getLayerName()));
  }
}
