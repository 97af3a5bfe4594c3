package io.github.awing.model.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.layer.BatchNormKernel.GradientSums;
import io.github.awing.model.layer.BatchNormKernel.Statistics;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link BatchNormReLU}. */
final class BatchNormReLURuntime extends BaseLayer<BatchNormReLU>
    implements Freezable, AddingLayer {

  /** The last training pass's, kept for its backward pass. */
  private transient Statistics statistics;

  BatchNormReLURuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray dense = NativeFloats.dense(input);
    BatchNormKernel kernel = kernel();
    if (training) {
      statistics = kernel.statistics(dense);
    }
    Affine affine = affine(training ? statistics : running());
    INDArray output =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), input.shape(), 'c');
    kernel.normalise(dense, output, affine.scale, affine.offset);
    return output;
  }

  @Override
  public FrozenStep freeze(List<FaceShape> inputs, Cores cores) {
    Affine affine = frozen();
    NativeBatchNorm kernel = new NativeBatchNorm(channels(), cores);
    return FrozenStep.of(
        inputs.get(0), (in, out) -> kernel.normalise(in[0], out, affine.scale, affine.offset));
  }

  /** What it does when nobody learns, by the running statistics as they are now. */
  Affine frozen() {
    return affine(running());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputGradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    return new Pair<>(backward(epsilon, inputGradient, false), inputGradient);
  }

  @Override
  public Gradient addBackward(
      INDArray epsilon, INDArray inputGradient, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    return backward(epsilon, inputGradient, true);
  }

  private Gradient backward(INDArray epsilon, INDArray inputGradient, boolean add) {
    BatchNormKernel kernel = kernel();
    INDArray in = NativeFloats.dense(input);
    INDArray gradient = NativeFloats.dense(epsilon);
    Affine affine = affine(statistics);
    GradientSums sums = kernel.gradientSums(in, gradient, affine.scale, affine.offset);

    int channels = channels();
    double count = (double) input.length() / channels;
    double[] gamma = numbers(GAMMA);
    double[] mean = numbers(GLOBAL_MEAN);
    double[] variance = numbers(GLOBAL_VAR);
    double[] gammaGradient = new double[channels];
    double[] meanGradient = new double[channels];
    double[] varianceGradient = new double[channels];
    float[] slope = new float[channels];
    float[] constant = new float[channels];
    double keep = layerConf().getDecay();
    for (int c = 0; c < channels; c++) {
      double batchMean = statistics.mean()[c];
      double inverse = 1 / Math.sqrt(statistics.variance()[c] + layerConf().getEps());
      gammaGradient[c] = inverse * (sums.gradientTimesInput()[c] - batchMean * sums.gradient()[c]);
      // With xhat = inverse (x - mean): dx = gamma inverse (g - sum(g)/n - xhat sum(g xhat)/n).
      double perInput = -gamma[c] * inverse * inverse * gammaGradient[c] / count;
      slope[c] = (float) perInput;
      constant[c] =
          (float) (-gamma[c] * inverse * sums.gradient()[c] / count - perInput * batchMean);
      // The running statistics move by the updater too, which subtracts; it neither scales these
      // nor divides them by the batch.
      double unbiased = statistics.variance()[c] * (count > 1 ? count / (count - 1) : 1);
      meanGradient[c] = (1 - keep) * (mean[c] - batchMean);
      varianceGradient[c] = (1 - keep) * (variance[c] - unbiased);
    }

    kernel.inputGradient(
        in, gradient, inputGradient, affine.scale, affine.offset, slope, constant, add);

    Gradient result = new DefaultGradient();
    put(result, GAMMA, gammaGradient);
    put(result, BETA, sums.gradient());
    put(result, GLOBAL_MEAN, meanGradient);
    put(result, GLOBAL_VAR, varianceGradient);
    return result;
  }

  @Override
  public boolean updaterDivideByMinibatch(String parameter) {
    return !GLOBAL_MEAN.equals(parameter) && !GLOBAL_VAR.equals(parameter);
  }

  @Override
  public Type type() {
    return Type.NORMALIZATION;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** Normalisation, gamma and beta as one multiplication and one addition per channel. */
  record Affine(float[] scale, float[] offset) {}

  private Affine affine(Statistics of) {
    double[] gamma = numbers(GAMMA);
    double[] beta = numbers(BETA);
    float[] scale = new float[gamma.length];
    float[] offset = new float[gamma.length];
    for (int c = 0; c < gamma.length; c++) {
      double perInput = gamma[c] / Math.sqrt(of.variance()[c] + layerConf().getEps());
      scale[c] = (float) perInput;
      offset[c] = (float) (beta[c] - perInput * of.mean()[c]);
    }
    return new Affine(scale, offset);
  }

  private Statistics running() {
    return new Statistics(numbers(GLOBAL_MEAN), numbers(GLOBAL_VAR));
  }

  private double[] numbers(String parameter) {
    float[] floats = NativeFloats.read(params.get(parameter));
    double[] numbers = new double[floats.length];
    for (int c = 0; c < floats.length; c++) {
      numbers[c] = floats[c];
    }
    return numbers;
  }

  private void put(Gradient result, String parameter, double[] numbers) {
    INDArray view = gradientViews.get(parameter);
    float[] floats = new float[numbers.length];
    for (int c = 0; c < numbers.length; c++) {
      floats[c] = (float) numbers[c];
    }
    NativeFloats.write(floats, view);
    result.setGradientFor(parameter, view);
  }

  private BatchNormKernel kernel() {
    return BatchNormKernel.of(channels());
  }

  private int channels() {
    return (int) layerConf().getNOut();
  }
}
