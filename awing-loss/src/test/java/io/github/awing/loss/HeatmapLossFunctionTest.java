package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class HeatmapLossFunctionTest {

  private static final INDArray TARGET = Golden.array("target");
  private static final INDArray PREDICTION = Golden.array("prediction");
  private static final double RATE = 0.05;

  @TempDir private Path folder;

  @Test
  void hasTheGoldenMeanAndGradientInACnnLossLayer() {
    MultiLayerNetwork network = network(CNN2DFormat.NCHW, paper(1));
    assertThat(network.score(new DataSet(PREDICTION, TARGET)))
        .isCloseTo(Golden.number("weighted_mean"), within(1e-9));
    INDArray examples = network.scoreExamples(new DataSet(PREDICTION, TARGET), false);
    assertThat(examples.meanNumber().doubleValue())
        .isCloseTo(Golden.number("weighted_mean"), within(1e-9));
    INDArray before = network.params().dup();
    network.fit(new DataSet(PREDICTION, TARGET));
    assertMovedByTheGoldenGradient(before, network);
  }

  /** {@code CnnLossLayer} makes rows of the wrong axes of NHWC. */
  @Test
  void refusesToScoreNhwc() {
    MultiLayerNetwork network = network(CNN2DFormat.NHWC, paper(1));
    DataSet nhwc =
        new DataSet(Heatmaps.in(Layout.NHWC, PREDICTION), Heatmaps.in(Layout.NHWC, TARGET));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.fit(nhwc))
        .withMessageContaining("[128, 16]");
  }

  @Test
  void scalesTheMean() {
    MultiLayerNetwork network = network(CNN2DFormat.NCHW, paper(0.25));
    assertThat(network.score(new DataSet(PREDICTION, TARGET)))
        .isCloseTo(0.25 * Golden.number("weighted_mean"), within(1e-9));
  }

  @Test
  void weighsByTheMask() {
    INDArray rows = rows(PREDICTION);
    INDArray labels = rows(TARGET);
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, rows.size(0), 1);
    mask.putScalar(7, 0, 1);
    double expected = 0;
    for (int c = 0; c < 4; c++) {
      expected += rows(Golden.weightedLoss()).getDouble(7, c);
    }
    double score = paper(1).computeScore(labels, rows, new ActivationIdentity(), mask, true);
    assertThat(score).isCloseTo(expected / TARGET.length(), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"IDENTITY", "SIGMOID", "TANH"})
  void differentiatesThroughTheActivation(Activation activation) {
    INDArray rows = rows(PREDICTION);
    INDArray labels = rows(TARGET);
    HeatmapLossFunction function = paper(1);
    var activationFunction = activation.getActivationFunction();
    INDArray gradient =
        function.computeGradientAndScore(labels, rows, activationFunction, null, false).getSecond();
    double step = 1e-6;
    for (int i = 0; i < rows.length(); i += 97) {
      int row = i / 4;
      int column = i % 4;
      INDArray more = rows.dup();
      more.putScalar(row, column, rows.getDouble(row, column) + step);
      INDArray less = rows.dup();
      less.putScalar(row, column, rows.getDouble(row, column) - step);
      double slope =
          (function.computeScore(labels, more, activationFunction, null, false)
                  - function.computeScore(labels, less, activationFunction, null, false))
              / (2 * step);
      assertThat(gradient.getDouble(row, column)).isCloseTo(slope, within(1e-7));
    }
  }

  @Test
  void survivesJsonAndTheModelSerializer() throws IOException {
    MultiLayerNetwork network = network(CNN2DFormat.NCHW, paper(0.5));
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    assertThat(configuration.toJson())
        .contains("\"engine\" : \"AUTOMATIC\"")
        .doesNotContain("backend");
    File file = folder.resolve("network.zip").toFile();
    ModelSerializer.writeModel(network, file, true);
    MultiLayerNetwork read = ModelSerializer.restoreMultiLayerNetwork(file);
    DataSet data = new DataSet(PREDICTION, TARGET);
    assertThat(read.score(data)).isEqualTo(network.score(data));
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapLossFunction(HeatmapLoss.paper(), 0, 16, 1))
        .withMessageStartingWith("height");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapLossFunction(HeatmapLoss.paper(), 16, 16, -1))
        .withMessageStartingWith("scale");
    HeatmapLoss sum = new HeatmapLoss.Builder(new AdaptiveWing()).reduction(Reduction.SUM).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapLossFunction(sum, 16, 16, 1))
        .withMessageContaining("mean");
    INDArray rows = Nd4j.zeros(DataType.DOUBLE, 100, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> paper(1).computeScore(rows, rows.dup(), new ActivationSigmoid(), null, true))
        .withMessageContaining("[N * 256, C]")
        .withMessageContaining("[100, 4]");
  }

  private static HeatmapLossFunction paper(double scale) {
    return new HeatmapLossFunction(HeatmapLoss.paper(), 16, 16, scale);
  }

  private static INDArray rows(INDArray nchw) {
    return nchw.permute(0, 2, 3, 1).dup('c').reshape(nchw.length() / 4, 4);
  }

  /** A network of a 1x1 identity convolution and the loss: its prediction is its input. */
  private static MultiLayerNetwork network(CNN2DFormat format, HeatmapLossFunction function) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(RATE))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(1, 1)
                        .nOut(4)
                        .hasBias(false)
                        .dataFormat(format)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(
                    new CnnLossLayer.Builder(function)
                        .format(format)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutional(16, 16, 4, format))
                .build());
    network.init();
    network
        .getLayer(0)
        .getParam("W")
        .assign(Nd4j.eye(4).castTo(DataType.DOUBLE).reshape(4, 4, 1, 1));
    return network;
  }

  private static void assertMovedByTheGoldenGradient(INDArray before, MultiLayerNetwork network) {
    INDArray moved = before.sub(network.params());
    INDArray gradient = Golden.array("weighted_grad");
    for (int out = 0; out < 4; out++) {
      for (int in = 0; in < 4; in++) {
        double expected =
            channel(gradient, out).mul(channel(PREDICTION, in)).sumNumber().doubleValue();
        assertThat(moved.reshape('c', 4, 4).getDouble(out, in))
            .isCloseTo(RATE * expected, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 8, 1, height", "8, -1, 1, width", "8, 8, 0, scale", "8, 8, NaN, scale"})
  void refusesSizesAndScalesThatAreNotAboveZero(int height, int width, double scale, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapLossFunction(HeatmapLoss.paper(), height, width, scale))
        .withMessageContaining(name);
  }

  @Test
  void differsFromAFunctionOfAnotherSetting() {
    HeatmapLossFunction function = new HeatmapLossFunction(HeatmapLoss.paper(), 8, 9, 1);

    assertThat(function)
        .isEqualTo(new HeatmapLossFunction(HeatmapLoss.paper(), 8, 9, 1))
        .hasSameHashCodeAs(new HeatmapLossFunction(HeatmapLoss.paper(), 8, 9, 1))
        .isNotEqualTo(new HeatmapLossFunction(HeatmapLoss.paper(), 9, 9, 1))
        .isNotEqualTo(new HeatmapLossFunction(HeatmapLoss.paper(), 8, 8, 1))
        .isNotEqualTo(new HeatmapLossFunction(HeatmapLoss.paper(), 8, 9, 2))
        .isNotEqualTo(
            new HeatmapLossFunction(
                new HeatmapLoss.Builder(new MeanSquaredError()).build(), 8, 9, 1));
  }

  private static INDArray channel(INDArray array, int channel) {
    return array.tensorAlongDimension(channel, 0, 2, 3).dup('c');
  }
}
