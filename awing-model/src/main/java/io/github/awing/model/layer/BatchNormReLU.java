package io.github.awing.model.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation and ReLU in one, NHWC float [N, H, W, C] in and out.
 *
 * <p>As PyTorch's {@code BatchNorm2d}: epsilon 1e-5, the running statistics keep 0.9 of the old
 * value, and the running variance is the unbiased one. Parameters gamma, beta, mean and var, each
 * of length C.
 */
public class BatchNormReLU extends BatchNormalization {

  /** For C channels, C taken from the input. */
  public BatchNormReLU() {
    setUseLogStd(false);
    setCnn2DFormat(CNN2DFormat.NHWC);
    setActivationFn(new ActivationIdentity());
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
        new BatchNormReLURuntime(conf, dataType), conf, listeners, index, parameters, initialise);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return Nhwc.checked(inputType, getLayerName());
  }
}
