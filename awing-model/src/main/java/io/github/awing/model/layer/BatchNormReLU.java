package io.github.awing.model.layer;

import io.github.awing.program.LayerContext;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
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
 * Batch normalisation with ReLU, NHWC float [N, H, W, C] in and out.
 *
 * <p>It follows PyTorch's {@code BatchNorm2d}: epsilon is 1e-5, the running statistics keep 0.9 of
 * the old value, and the running variance is unbiased. The parameters are gamma, beta, mean and
 * var, each of length C.
 */
public final class BatchNormReLU extends BatchNormalization implements LayerSteps {

  /** Makes a layer that takes the number of channels C from its input. */
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
        new StepsLayer(conf, dataType), conf, listeners, index, parameters, initialise);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return Nhwc.checked(inputType, getLayerName());
  }

  @Override
  public Operand forward(LayerContext layer) {
    Operand output = layer.newOutput(layer.shape(0));
    Operand statistics =
        layer.isTraining() ? layer.statistics(0) : layer.parameters(2 * getNOut(), 2 * getNOut());
    layer.step(
        new Op.Normalise(getEps()), List.of(layer.input(0), statistics, parameters(layer)), output);
    return output;
  }

  @Override
  public void backward(LayerContext layer) {
    Operand sums = layer.newVector(2 * getNOut());
    List<Operand> reads =
        List.of(layer.input(0), layer.outputGradient(), layer.statistics(0), parameters(layer));
    layer.parameterStep(
        new Op.NormaliseSums(getEps(), getDecay()),
        reads,
        layer.parameterGradients(0, 4 * getNOut()),
        sums);
    layer.gradientStep(
        0,
        new Op.NormaliseGradient(getEps()),
        Stream.concat(reads.stream(), Stream.of(sums)).toList());
  }

  private Operand parameters(LayerContext layer) {
    return layer.parameters(0, 4 * getNOut());
  }
}
