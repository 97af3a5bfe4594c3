package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class HeatmapLossLayerTest {

  private static final INDArray TARGET = Golden.array("target");
  private static final INDArray PREDICTION = Golden.array("prediction");
  private static final double RATE = 0.05;

  @TempDir private Path folder;

  @Test
  void hasTheGoldenMeanAsItsScore() {
    ComputationGraph plain = identity(new HeatmapLossLayer.Builder(new AdaptiveWing()), true);
    assertThat(plain.score(data())).isCloseTo(Golden.mean("mean"), within(1e-9));
    ComputationGraph weighted = identity(paper(), true);
    assertThat(weighted.score(data())).isCloseTo(Golden.mean("weighted_mean"), within(1e-9));
  }

  /** The identity convolution's weight gradient is the sum of input times the loss's gradient. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void movesTheNetworkByTheGradientOfTheMeanWhateverTheMinibatchSettingIs(boolean miniBatch) {
    ComputationGraph graph = identity(paper(), miniBatch);
    INDArray before = graph.getLayer("in").getParam("W").dup();
    graph.fit(data());
    INDArray moved = before.sub(graph.getLayer("in").getParam("W"));
    INDArray gradient = Golden.array("weighted_grad");
    for (int out = 0; out < 4; out++) {
      for (int in = 0; in < 4; in++) {
        double expected =
            channel(gradient, out).mul(channel(PREDICTION, in)).sumNumber().doubleValue();
        assertThat(moved.getDouble(out, in, 0, 0)).isCloseTo(RATE * expected, within(1e-9));
      }
    }
    assertThat(graph.score()).isCloseTo(Golden.mean("weighted_mean"), within(1e-9));
  }

  @Test
  void isTheSameInNhwc() {
    ComputationGraph graph = identity(paper(), CNN2DFormat.NHWC, true);
    DataSet nhwc =
        new DataSet(PREDICTION.permute(0, 2, 3, 1).dup('c'), TARGET.permute(0, 2, 3, 1).dup('c'));
    assertThat(graph.score(nhwc)).isCloseTo(Golden.mean("weighted_mean"), within(1e-9));
  }

  @Test
  void scalesScoreAndGradientAlike() {
    ComputationGraph once = identity(paper(), true);
    ComputationGraph thrice = identity(paper().scale(3), true);
    INDArray start = once.params().dup();
    once.fit(data());
    thrice.fit(data());
    assertThat(thrice.score()).isCloseTo(3 * once.score(), within(1e-9));
    assertThat(start.sub(thrice.params()).equalsWithEps(start.sub(once.params()).mul(3), 1e-9))
        .isTrue();
  }

  @Test
  void scoresEveryExample() {
    ComputationGraph graph = identity(paper(), true);
    INDArray scores = graph.scoreExamples(data(), false);
    assertThat(scores.length()).isEqualTo(2);
    assertThat(scores.meanNumber().doubleValue())
        .isCloseTo(Golden.mean("weighted_mean"), within(1e-9));
    assertThat(scores.getDouble(0)).isNotCloseTo(scores.getDouble(1), within(1e-6));
  }

  @Test
  void learns() {
    ComputationGraph graph = identity(paper(), true);
    double first = graph.score(data());
    for (int i = 0; i < 20; i++) {
      graph.fit(data());
    }
    assertThat(graph.score(data())).isLessThan(0.9 * first);
  }

  @Test
  void survivesJsonAndTheModelSerializer() throws IOException {
    ComputationGraph graph =
        identity(
            new HeatmapLossLayer.Builder(new AdaptiveWing(5, 0.4, 0.9, 2.3))
                .weightMap(new WeightedLossMap(5, 0.3, 4))
                .scale(0.25),
            true);
    String json = graph.getConfiguration().toJson();
    assertThat(ComputationGraphConfiguration.fromJson(json)).isEqualTo(graph.getConfiguration());
    File file = folder.resolve("graph.zip").toFile();
    ModelSerializer.writeModel(graph, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file);
    assertThat(read.score(data())).isEqualTo(graph.score(data()));
    HeatmapLossLayer layer = (HeatmapLossLayer) read.getLayer("loss").conf().getLayer();
    assertThat(layer.loss()).isEqualTo(new AdaptiveWing(5, 0.4, 0.9, 2.3));
    assertThat(layer.weightMap()).contains(new WeightedLossMap(5, 0.3, 4));
    assertThat(layer.scale()).isEqualTo(0.25);
  }

  @Test
  void saysWhichShapesDoNotFit() {
    ComputationGraph graph = identity(paper(), true);
    DataSet fewer =
        new DataSet(PREDICTION, TARGET.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.score(fewer))
        .withMessageContaining("[2, 4, 16, 16]")
        .withMessageContaining("[1, 4, 16, 16]");
  }

  @Test
  void refusesAMaskInsteadOfIgnoringIt() {
    ComputationGraph graph = identity(paper(), true);
    DataSet masked = new DataSet(PREDICTION, TARGET, null, Nd4j.ones(DataType.DOUBLE, 2, 4));
    assertThatThrownBy(() -> graph.fit(masked))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("mask");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "NaN", "Infinity"})
  void refusesAScaleThatIsNotAboveZero(double scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapLossLayer.Builder(new AdaptiveWing()).scale(scale))
        .withMessageContaining("scale");
  }

  private static DataSet data() {
    return new DataSet(PREDICTION, TARGET);
  }

  private static INDArray channel(INDArray array, int channel) {
    return array.tensorAlongDimension(channel, 0, 2, 3).dup('c').add(0);
  }

  private static HeatmapLossLayer.Builder paper() {
    return new HeatmapLossLayer.Builder(new AdaptiveWing()).weightMap(new WeightedLossMap());
  }

  private static ComputationGraph identity(HeatmapLossLayer.Builder loss, boolean miniBatch) {
    return identity(loss, CNN2DFormat.NCHW, miniBatch);
  }

  /** A 1x1 convolution that changes nothing, and the loss: the input is the prediction. */
  private static ComputationGraph identity(
      HeatmapLossLayer.Builder loss, CNN2DFormat format, boolean miniBatch) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .miniBatch(miniBatch)
                .updater(new Sgd(RATE))
                .graphBuilder()
                .addInputs("heatmaps")
                .setInputTypes(InputType.convolutional(16, 16, 4, format))
                .addLayer(
                    "in",
                    new ConvolutionLayer.Builder(1, 1)
                        .nOut(4)
                        .hasBias(false)
                        .dataFormat(format)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "heatmaps")
                .addLayer("loss", loss.format(format).build(), "in")
                .setOutputs("loss")
                .build());
    graph.init();
    graph
        .getLayer("in")
        .getParam("W")
        .assign(Nd4j.eye(4).castTo(DataType.DOUBLE).reshape(4, 4, 1, 1));
    return graph;
  }
}
