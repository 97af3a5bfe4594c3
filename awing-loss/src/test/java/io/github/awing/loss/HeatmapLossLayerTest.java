package io.github.awing.loss;

import static io.github.awing.loss.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class HeatmapLossLayerTest {

  private static final INDArray TARGET = Golden.array("target");
  private static final INDArray PREDICTION = Golden.array("prediction");
  private static final double RATE = 0.05;

  @TempDir private Path folder;

  @Test
  void hasTheGoldenMeanAsItsScore() {
    ComputationGraph plain = identity(plain(1), true);
    assertThat(plain.score(data())).isCloseTo(Golden.number("mean"), within(1e-9));
    ComputationGraph weighted = identity(paper(), true);
    assertThat(weighted.score(data())).isCloseTo(Golden.number("weighted_mean"), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void updatesByTheGradientOfTheMeanForAnyMinibatchSetting(boolean miniBatch) {
    ComputationGraph graph = identity(paper(), miniBatch);
    INDArray before = graph.getLayer("in").getParam("W").dup();
    graph.fit(data());
    INDArray moved = before.sub(graph.getLayer("in").getParam("W"));
    assertMovedBy(Golden.array("weighted_grad"), moved);
    assertThat(graph.score()).isCloseTo(Golden.number("weighted_mean"), within(1e-9));
  }

  @Test
  void isTheSameInNhwc() {
    ComputationGraph graph = identity(paper(), CNN2DFormat.NHWC, true);
    DataSet nhwc =
        new DataSet(inFormat(PREDICTION, CNN2DFormat.NHWC), inFormat(TARGET, CNN2DFormat.NHWC));
    assertThat(graph.score(nhwc)).isCloseTo(Golden.number("weighted_mean"), within(1e-9));
  }

  @Test
  void movesTheNetworkInNhwcAsInNchw() {
    ComputationGraph nchw = identity(paper(), true);
    ComputationGraph nhwc = identity(paper(), CNN2DFormat.NHWC, true);
    nchw.fit(data());
    nhwc.fit(
        new DataSet(inFormat(PREDICTION, CNN2DFormat.NHWC), inFormat(TARGET, CNN2DFormat.NHWC)));
    assertThat(nhwc.score()).isCloseTo(nchw.score(), within(1e-12));
    assertThat(nhwc.params().equalsWithEps(nchw.params(), 1e-12)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void hasTheGradientThatFiniteDifferencesGive(CNN2DFormat format) {
    ComputationGraph graph = twoStacks(format, true, WorkspaceMode.ENABLED);
    graph.setLearningRate(1);
    INDArray input = inFormat(PREDICTION, format);
    INDArray target = inFormat(TARGET, format);
    DataType context = Nd4j.dataType();
    DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
    try {
      boolean agrees =
          GradientCheckUtil.checkGradients(
              new GradientCheckUtil.GraphConfig()
                  .net(graph)
                  .epsilon(1e-6)
                  .maxRelError(1e-5)
                  .minAbsoluteError(1e-9)
                  .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)
                  .inputs(new INDArray[] {input})
                  .labels(new INDArray[] {target, target.rsub(1)}));
      assertThat(agrees).isTrue();
    } finally {
      DataTypeUtil.setDTypeForContext(context);
    }
  }

  /** Each stack is an output of its own, with its own weight. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addsTheScoresAndGradientsOfSeveralOutputs(boolean miniBatch) {
    ComputationGraph graph = twoStacks(CNN2DFormat.NCHW, miniBatch, WorkspaceMode.ENABLED);
    MultiDataSet data = new MultiDataSet(arrays(PREDICTION), arrays(TARGET, TARGET));
    double expected = Golden.number("weighted_mean") + 0.25 * Golden.number("mean");
    assertThat(graph.score(data)).isCloseTo(expected, within(1e-9));
    INDArray before = graph.getLayer("in").getParam("W").dup();
    graph.fit(data);
    INDArray gradient = Golden.array("weighted_grad").add(Golden.array("grad").mul(0.25));
    assertMovedBy(gradient, before.sub(graph.getLayer("in").getParam("W")));
    assertThat(graph.score()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void isTheSameWithoutWorkspaces() {
    ComputationGraph with = twoStacks(CNN2DFormat.NCHW, true, WorkspaceMode.ENABLED);
    ComputationGraph without = twoStacks(CNN2DFormat.NCHW, true, WorkspaceMode.NONE);
    MultiDataSet data = new MultiDataSet(arrays(PREDICTION), arrays(TARGET, TARGET));
    for (int i = 0; i < 3; i++) {
      with.fit(data);
      without.fit(data);
      assertThat(with.score()).isCloseTo(without.score(), within(1e-12));
    }
    assertThat(with.params().equalsWithEps(without.params(), 1e-12)).isTrue();
  }

  /** Losses kept from a backward pass must not become another batch's score. */
  @Test
  void scoresTheCurrentBatchAfterTrainingOnAnother() {
    ComputationGraph trained = identity(paper(), true);
    trained.fit(new DataSet(PREDICTION.rsub(1), TARGET));
    trained.setParams(identity(paper(), true).params());
    assertThat(trained.score(data())).isCloseTo(Golden.number("weighted_mean"), within(1e-9));
    DataSet swapped = new DataSet(PREDICTION, TARGET.rsub(1));
    assertThat(trained.score(swapped))
        .isCloseTo(identity(paper(), true).score(swapped), within(1e-12));
  }

  @Test
  void doesNotReuseLossesForOtherInputOrLabels() {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    IOutputLayer layer = (IOutputLayer) identity(paper(), true).getOutputLayer(0);
    layer.setInput(PREDICTION.rsub(1), workspaces);
    layer.setLabels(TARGET);
    layer.backpropGradient(null, workspaces);
    layer.setInput(PREDICTION, workspaces);
    assertThat(layer.computeScore(0, true, workspaces))
        .isCloseTo(Golden.number("weighted_mean"), within(1e-9));

    layer.setLabels(TARGET.rsub(1));
    layer.backpropGradient(null, workspaces);
    layer.setLabels(TARGET);
    assertThat(layer.computeScore(0, true, workspaces))
        .isCloseTo(Golden.number("weighted_mean"), within(1e-9));
  }

  /**
   * Deeplearning4j sets the mask again between gradient and score. The labels change in between, so
   * a second computation would give another score.
   */
  @Test
  void computesTheLossOnceForGradientAndScore() {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    IOutputLayer layer = (IOutputLayer) identity(paper(), true).getOutputLayer(0);
    INDArray labels = TARGET.dup();
    layer.setInput(PREDICTION, workspaces);
    layer.setLabels(labels);
    layer.backpropGradient(null, workspaces);
    labels.assign(0);
    layer.setMaskArray(null);
    assertThat(layer.computeScore(0, true, workspaces))
        .isCloseTo(Golden.number("weighted_mean"), within(1e-9));
  }

  /** A single float sum over this many pixels is wrong in the third digit. */
  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void keepsTheMeanOfMillionsOfFloatsAccurate(CNN2DFormat format) {
    int channels = 98;
    long[] shape =
        format == CNN2DFormat.NCHW
            ? new long[] {4, channels, 64, 64}
            : new long[] {4, 64, 64, channels};
    INDArray target = Nd4j.valueArrayOf(shape, 0f, DataType.FLOAT);
    INDArray prediction = Nd4j.valueArrayOf(shape, 0.1f, DataType.FLOAT);
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs("heatmaps")
                .setInputTypes(InputType.convolutional(64, 64, channels, format))
                .addLayer("loss", plain(1), "heatmaps")
                .setOutputs("loss")
                .build());
    graph.init();
    double expected = new AdaptiveWing().loss(0, 0.1f);
    assertThat(graph.score(new DataSet(prediction, target)))
        .isCloseTo(expected, withinPercentage(1e-3));
  }

  /** Deeplearning4j's own output layers also do. */
  @Test
  void takesLabelsOfAnotherFloatingPointType() {
    ComputationGraph graph = identity(paper(), true);
    DataSet floats = new DataSet(PREDICTION, TARGET.castTo(DataType.FLOAT));
    assertThat(graph.score(floats)).isCloseTo(Golden.number("weighted_mean"), within(1e-5));
    graph.fit(floats);
    assertThat(graph.score()).isCloseTo(Golden.number("weighted_mean"), within(1e-5));
  }

  @Test
  void endsAMultiLayerNetworkToo() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .updater(new Sgd(RATE))
            .list()
            .layer(convolution(CNN2DFormat.NCHW))
            .layer(paper())
            .setInputType(InputType.convolutional(16, 16, 4, CNN2DFormat.NCHW))
            .build();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    INDArray identity = Nd4j.eye(4).castTo(DataType.DOUBLE).reshape(4, 4, 1, 1);
    network.getLayer(0).getParam("W").assign(identity);
    assertSameBits(network.output(PREDICTION), PREDICTION);
    network.fit(data());
    assertThat(network.score()).isCloseTo(Golden.number("weighted_mean"), within(1e-9));
    assertMovedBy(Golden.array("weighted_grad"), identity.sub(network.getLayer(0).getParam("W")));
  }

  @Test
  void differsFromALayerOfAnotherSetting() {
    assertThat(paper()).isEqualTo(paper()).hasSameHashCodeAs(paper());
    assertThat(new HeatmapLossLayer(HeatmapLoss.paper(), 2)).isNotEqualTo(paper());
    assertThat(plain(1)).isNotEqualTo(paper());
    assertThat(
            new HeatmapLossLayer(
                new HeatmapLoss.Builder(new AdaptiveWing(14, 0.4, 1, 2.1))
                    .weightMap(new WeightedLossMap())
                    .build()))
        .isNotEqualTo(paper());
  }

  @Test
  void scalesScoreAndGradientAlike() {
    ComputationGraph once = identity(paper(), true);
    ComputationGraph thrice = identity(new HeatmapLossLayer(HeatmapLoss.paper(), 3), true);
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
        .isCloseTo(Golden.number("weighted_mean"), within(1e-9));
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
    HeatmapLoss loss =
        new HeatmapLoss.Builder(new AdaptiveWing(5, 0.4, 0.9, 2.3))
            .weightMap(new WeightedLossMap(5, 0.3, 4))
            .reduction(Reduction.SUM)
            .targetRange(TargetRange.CLAMP)
            .backend(LossBackend.ND4J)
            .build();
    ComputationGraph graph = identity(new HeatmapLossLayer(loss, 0.25), true);
    String json = graph.getConfiguration().toJson();
    assertThat(ComputationGraphConfiguration.fromJson(json)).isEqualTo(graph.getConfiguration());
    assertThat(json).contains("\"engine\" : \"ND4J\"").doesNotContain("backend");
    File file = folder.resolve("graph.zip").toFile();
    ModelSerializer.writeModel(graph, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file);
    assertThat(read.score(data())).isEqualTo(graph.score(data()));
    HeatmapLossLayer layer = (HeatmapLossLayer) read.getLayer("loss").conf().getLayer();
    assertThat(layer.loss()).isEqualTo(loss);
    assertThat(layer.scale()).isEqualTo(0.25);
  }

  @Test
  void refusesShapesThatDoNotFit() {
    ComputationGraph graph = identity(paper(), true);
    DataSet fewer =
        new DataSet(PREDICTION, TARGET.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.score(fewer))
        .withMessageContaining("[2, 4, 16, 16]")
        .withMessageContaining("[1, 4, 16, 16]");
  }

  @Test
  void refusesLabelsOfAnotherRank() {
    ComputationGraph graph = identity(paper(), true);
    DataSet flat = new DataSet(PREDICTION, TARGET.reshape(2, 4, 256));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph.fit(flat))
        .withMessageContaining("[2, 4, 16, 16]")
        .withMessageContaining("[2, 4, 256]");
  }

  /** The golden numbers of the shown pixels; the hidden pixels add nothing. */
  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void doesNotTrainWhatTheMaskHides(CNN2DFormat format) {
    INDArray visible = Nd4j.createFromArray(new double[][] {{1, 0, 1, 1}, {0, 1, 1, 0}});
    INDArray shown = visible.reshape(2, 4, 1, 1).broadcast(TARGET.shape());
    ComputationGraph graph = identity(paper(), format, true);
    DataSet masked =
        new DataSet(inFormat(PREDICTION, format), inFormat(TARGET, format), null, visible);
    INDArray losses = Golden.weightedLoss().mul(shown);
    double expected = losses.sumNumber().doubleValue() / TARGET.length();
    assertThat(graph.score(masked)).isCloseTo(expected, within(1e-9));
    INDArray ofEach = losses.sum(1, 2, 3).div(TARGET.length() / 2.0);
    assertThat(graph.scoreExamples(masked, false).reshape(2).equalsWithEps(ofEach, 1e-9)).isTrue();

    INDArray before = graph.getLayer("in").getParam("W").dup();
    graph.fit(masked);
    INDArray moved = before.sub(graph.getLayer("in").getParam("W"));
    assertMovedBy(Golden.array("weighted_grad").mul(shown), moved);
    assertThat(graph.score()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void usesTheMaskForItsBatchOnly() {
    ComputationGraph graph = identity(paper(), true);
    graph.score(new DataSet(PREDICTION, TARGET, null, Nd4j.zeros(DataType.DOUBLE, 2, 4)));
    assertThat(graph.score(data())).isCloseTo(Golden.number("weighted_mean"), within(1e-9));
  }

  @Test
  void takesAMaskOfPixels() {
    INDArray pixels = Nd4j.zeros(DataType.DOUBLE, 2, 1, 16, 16);
    pixels.putScalar(new int[] {1, 0, 3, 5}, 2);
    INDArray weighted = Golden.weightedLoss();
    double expected = 0;
    for (int c = 0; c < 4; c++) {
      expected += 2 * weighted.getDouble(1, c, 3, 5) / TARGET.length();
    }
    DataSet masked = new DataSet(PREDICTION, TARGET, null, pixels);
    assertThat(identity(paper(), true).score(masked)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void refusesAMaskThatDoesNotFit() {
    DataSet masked = new DataSet(PREDICTION, TARGET, null, Nd4j.ones(DataType.DOUBLE, 2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> identity(paper(), true).fit(masked))
        .withMessageContaining("mask")
        .withMessageContaining("[2, 4]")
        .withMessageContaining("[2, 3]")
        .withMessageContaining("loss");
  }

  @Test
  void scoresTheSumForReductionSum() {
    HeatmapLossLayer sum =
        new HeatmapLossLayer(
            new HeatmapLoss.Builder(new AdaptiveWing()).reduction(Reduction.SUM).build());
    ComputationGraph summed = identity(sum, true);
    ComputationGraph mean = identity(plain(1), true);
    INDArray start = mean.params().dup();
    assertThat(summed.score(data())).isCloseTo(TARGET.length() * mean.score(data()), within(1e-7));
    summed.fit(data());
    mean.fit(data());
    INDArray expected = start.sub(mean.params()).muli(TARGET.length());
    assertThat(start.sub(summed.params()).equalsWithEps(expected, 1e-7)).isTrue();
  }

  @Test
  void refusesALossOfEveryPixel() {
    HeatmapLoss none =
        new HeatmapLoss.Builder(new AdaptiveWing()).reduction(Reduction.NONE).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatmapLossLayer(none))
        .withMessageContaining("mean or a sum");
  }

  @Test
  void ofStacksIsOneLayerForEach() {
    List<HeatmapLossLayer> layers =
        HeatmapLossLayer.ofStacks(new MultiStackLoss(HeatmapLoss.paper(), List.of(0.5, 1.0)));
    assertThat(layers).extracting(HeatmapLossLayer::scale).containsExactly(0.5, 1.0);
    assertThat(layers).extracting(HeatmapLossLayer::loss).containsOnly(HeatmapLoss.paper());
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "NaN", "Infinity"})
  void refusesAScaleThatIsNotAboveZero(double scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain(scale))
        .withMessageContaining("scale");
  }

  private static DataSet data() {
    return new DataSet(PREDICTION, TARGET);
  }

  private static INDArray inFormat(INDArray nchw, CNN2DFormat format) {
    return format == CNN2DFormat.NCHW ? nchw : nchw.permute(0, 2, 3, 1).dup('c');
  }

  private static INDArray[] arrays(INDArray... arrays) {
    return arrays;
  }

  /** The identity convolution's weight gradient is the sum of input times the loss's gradient. */
  private static void assertMovedBy(INDArray gradient, INDArray moved) {
    for (int out = 0; out < 4; out++) {
      for (int in = 0; in < 4; in++) {
        double expected =
            channel(gradient, out).mul(channel(PREDICTION, in)).sumNumber().doubleValue();
        assertThat(moved.getDouble(out, in, 0, 0)).isCloseTo(RATE * expected, within(1e-9));
      }
    }
  }

  private static INDArray channel(INDArray array, int channel) {
    return array.tensorAlongDimension(channel, 0, 2, 3).dup('c');
  }

  private static HeatmapLossLayer paper() {
    return new HeatmapLossLayer(HeatmapLoss.paper());
  }

  private static HeatmapLossLayer plain(double scale) {
    return new HeatmapLossLayer(new HeatmapLoss.Builder(new AdaptiveWing()).build(), scale);
  }

  private static ComputationGraph identity(HeatmapLossLayer loss, boolean miniBatch) {
    return identity(loss, CNN2DFormat.NCHW, miniBatch);
  }

  private static ComputationGraph identity(
      HeatmapLossLayer loss, CNN2DFormat format, boolean miniBatch) {
    return identity(
        start(format, miniBatch, WorkspaceMode.ENABLED)
            .addLayer("loss", loss, "in")
            .setOutputs("loss"));
  }

  /** Two outputs of the same heatmaps: the paper's loss, and an unweighted one of scale 1/4. */
  private static ComputationGraph twoStacks(
      CNN2DFormat format, boolean miniBatch, WorkspaceMode workspaces) {
    return identity(
        start(format, miniBatch, workspaces)
            .addLayer("one", paper(), "in")
            .addLayer("two", plain(0.25), "in")
            .setOutputs("one", "two"));
  }

  private static GraphBuilder start(
      CNN2DFormat format, boolean miniBatch, WorkspaceMode workspaces) {
    return new NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .miniBatch(miniBatch)
        .trainingWorkspaceMode(workspaces)
        .inferenceWorkspaceMode(workspaces)
        .updater(new Sgd(RATE))
        .graphBuilder()
        .addInputs("heatmaps")
        .setInputTypes(InputType.convolutional(16, 16, 4, format))
        .addLayer("in", convolution(format), "heatmaps");
  }

  private static ConvolutionLayer convolution(CNN2DFormat format) {
    return new ConvolutionLayer.Builder(1, 1)
        .nOut(4)
        .hasBias(false)
        .dataFormat(format)
        .activation(Activation.IDENTITY)
        .build();
  }

  /** A network of a 1x1 identity convolution and the loss: its prediction is its input. */
  private static ComputationGraph identity(GraphBuilder layers) {
    ComputationGraph graph = new ComputationGraph(layers.build());
    graph.init();
    graph
        .getLayer("in")
        .getParam("W")
        .assign(Nd4j.eye(4).castTo(DataType.DOUBLE).reshape(4, 4, 1, 1));
    return graph;
  }
}
