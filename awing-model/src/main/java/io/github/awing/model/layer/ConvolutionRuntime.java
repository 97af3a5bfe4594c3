package io.github.awing.model.layer;

import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.WEIGHT_KEY;

import io.github.awing.loss.internal.NativeFloats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs {@link Convolution}. */
final class ConvolutionRuntime extends BaseLayer<Convolution> implements Freezable {

  /** Batches of other sizes come and go: the last of an epoch, an evaluation's between. */
  private static final int SHAPES_KEPT = 4;

  private final transient Map<ConvolutionShape, ConvolutionEngine> engines =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConvolutionShape, ConvolutionEngine> eldest) {
          return size() > SHAPES_KEPT;
        }
      };

  private transient ConvolutionPrecision precision = ConvolutionPrecision.FLOAT32;

  ConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    ConvolutionShape shape = shape();
    INDArray output =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, input.dataType(), shape.output(), 'c');
    engine(shape)
        .forward(
            NativeFloats.dense(input),
            params.get(WEIGHT_KEY),
            params.get(BIAS_KEY),
            output,
            workspaces);
    return output;
  }

  @Override
  public FrozenStep freeze(List<FaceShape> inputs, Cores cores) {
    return FrozenConvolution.of(
        shape(inputs.get(0)), precision, params.get(WEIGHT_KEY), params.get(BIAS_KEY));
  }

  /** With the batch normalisation and ReLU that follow it and nothing else sees before. */
  FrozenStep freeze(FaceShape input, BatchNormReLURuntime.Affine normalisation) {
    return FrozenConvolution.of(
        shape(input), precision, params.get(WEIGHT_KEY), params.get(BIAS_KEY), normalisation);
  }

  private ConvolutionShape shape() {
    return ConvolutionShape.of(layerConf(), input.size(0), input.size(1), input.size(2));
  }

  private ConvolutionShape shape(FaceShape input) {
    return ConvolutionShape.of(layerConf(), 1, input.height(), input.width());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputGradient =
        layerConf().isFirst()
            ? null
            : workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    engine(shape())
        .backward(
            NativeFloats.dense(input),
            params.get(WEIGHT_KEY),
            params.get(BIAS_KEY),
            NativeFloats.dense(epsilon),
            new ConvolutionEngine.Gradients(
                inputGradient, gradientViews.get(WEIGHT_KEY), gradientViews.get(BIAS_KEY)),
            workspaces);
    Gradient result = new DefaultGradient();
    result.setGradientFor(WEIGHT_KEY, gradientViews.get(WEIGHT_KEY), 'c');
    if (layerConf().hasBias()) {
      result.setGradientFor(BIAS_KEY, gradientViews.get(BIAS_KEY));
    }
    return new Pair<>(result, inputGradient);
  }

  void multiplyIn(ConvolutionPrecision numbers) {
    precision = numbers;
    engines.clear();
  }

  private ConvolutionEngine engine(ConvolutionShape shape) {
    return engines.computeIfAbsent(shape, its -> ConvolutionEngine.of(its, precision));
  }

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
