package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.validation.GradCheckUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Tests {@link HeatmapLoss} in SameDiff graphs. */
class SameDiffLossTest {

  @TempDir private Path folder;

  static Stream<PixelLoss> pixelLosses() {
    return Stream.of(
        new AdaptiveWing(),
        new AdaptiveWing(3, 0.2, 0.7, 2.5),
        new Wing(),
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new SmoothL1(0.4));
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void hasTheGoldenMeanAndGradients(Layout layout) {
    HeatmapLoss loss = paper(layout, Reduction.MEAN);
    INDArray targets = Heatmaps.in(layout, Golden.array("target"));
    INDArray predictions = Heatmaps.in(layout, Golden.array("prediction"));
    SameDiff graph = graph(loss, predictions);

    INDArray mean = graph.outputSingle(Map.of("targets", targets), "loss");
    INDArray gradient =
        graph.calculateGradients(Map.of("targets", targets), "predictions").get("predictions");

    assertThat(mean.isScalar()).isTrue();
    assertThat(mean.getDouble(0)).isCloseTo(Golden.number("weighted_mean"), within(1e-12));
    assertThat(
            Heatmaps.toNchw(layout, gradient).equalsWithEps(Golden.array("weighted_grad"), 1e-14))
        .isTrue();
  }

  /**
   * Compares loss and gradient of every pixel, at d = 0, on both sides of the bend, and far out.
   */
  @ParameterizedTest
  @MethodSource("pixelLosses")
  void isTheSameAsScalarMaths(PixelLoss pixelLoss) {
    double[] distances = {
      0, 1e-12, 1e-6, 0.01, 0.199999, 0.2, 0.4, 0.499999, 0.5, 0.500001, 0.9, 40
    };
    for (double target : new double[] {0, 0.3, 1}) {
      INDArray predictions = Nd4j.create(DataType.DOUBLE, 1, 2, distances.length, 1);
      for (int i = 0; i < distances.length; i++) {
        predictions.putScalar(new int[] {0, 0, i, 0}, target + distances[i]);
        predictions.putScalar(new int[] {0, 1, i, 0}, target - distances[i]);
      }
      INDArray targets = Nd4j.valueArrayOf(predictions.shape(), target, DataType.DOUBLE);
      HeatmapLoss sum = new HeatmapLoss.Builder(pixelLoss).reduction(Reduction.SUM).build();
      SameDiff graph = graph(sum, predictions);
      INDArray gradient =
          graph.calculateGradients(Map.of("targets", targets), "predictions").get("predictions");
      HeatmapLoss none = new HeatmapLoss.Builder(pixelLoss).reduction(Reduction.NONE).build();
      INDArray losses = graph(none, predictions).outputSingle(Map.of("targets", targets), "loss");
      for (int i = 0; i < predictions.length(); i++) {
        double prediction = predictions.getDouble(i);
        double expected = pixelLoss.loss(target, prediction);
        assertThat(losses.getDouble(i))
            .as("loss at %s, %s", target, prediction)
            .isCloseTo(expected, within(1e-9 * expected + 1e-24));
        double distance = Math.abs(prediction - target);
        if (distance != 0.2 && distance != 0.4 && distance != 0.5) {
          double slope = pixelLoss.gradient(target, prediction);
          assertThat(gradient.getDouble(i))
              .as("gradient at %s, %s", target, prediction)
              .isCloseTo(slope, within(1e-9 * Math.abs(slope) + 1e-24));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pixelLosses")
  void hasTheGradientThatFiniteDifferencesGive(PixelLoss pixelLoss) {
    INDArray targets = Heatmaps.targets(1, DataType.DOUBLE, 1, 2, 4, 4);
    INDArray predictions = Heatmaps.predictions(2, DataType.DOUBLE, 1, 2, 4, 4);
    HeatmapLoss loss = new HeatmapLoss.Builder(pixelLoss).weightMap(new WeightedLossMap()).build();
    SameDiff graph = SameDiff.create();
    SDVariable p = graph.var("predictions", predictions);
    loss.loss(graph.constant("targets", targets), p).rename("loss");
    graph.setLossVariables("loss");
    DataType context = Nd4j.dataType();
    DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
    try {
      assertThat(GradCheckUtil.checkGradients(graph, Map.of(), 1e-6, 1e-5, 1e-8, false, true))
          .isTrue();
    } finally {
      DataTypeUtil.setDTypeForContext(context);
    }
  }

  @Test
  void staysFiniteAtTheTargetAndFarOut() {
    INDArray predictions =
        Nd4j.createFromArray(0f, 1f, 0.5f, 1e-30f, -1e-20f, 1e20f).reshape(1, 1, 2, 3);
    INDArray targets = Nd4j.createFromArray(0f, 1f, 0f, 0f, 0f, 0f).reshape(1, 1, 2, 3);
    SameDiff graph = graph(paper(Layout.NCHW, Reduction.SUM), predictions);
    assertThat(graph.outputSingle(Map.of("targets", targets), "loss").getDouble(0)).isFinite();
    INDArray gradient =
        graph.calculateGradients(Map.of("targets", targets), "predictions").get("predictions");
    for (float value : gradient.dup('c').data().asFloat()) {
      assertThat(value).isFinite();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "1, 3, 1, 1", "3, 1, 1, 1", "1, 1, 4, 1", "1, 1, 1, 4", "1, 1, 4, 4"})
  void reducesHeatmapsOfAnyShape(long faces, long channels, long height, long width) {
    INDArray targets = Heatmaps.targets(1, DataType.FLOAT, faces, channels, height, width);
    INDArray predictions = Heatmaps.predictions(2, DataType.FLOAT, faces, channels, height, width);
    for (Reduction reduction : List.of(Reduction.MEAN, Reduction.SUM)) {
      HeatmapLoss loss = paper(Layout.NCHW, reduction);
      double expected = loss.evaluate(targets, predictions).loss().getDouble(0);
      SameDiff graph = graph(loss, predictions);
      Map<String, INDArray> placeholders = Map.of("targets", targets);
      assertThat(graph.outputSingle(placeholders, "loss").getDouble(0))
          .isCloseTo(expected, withinPercentage(1e-3));
      assertThat(graph.calculateGradients(placeholders, "predictions").get("predictions").shape())
          .isEqualTo(predictions.shape());
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void weighsByTheMask(Layout layout) {
    INDArray targets = Heatmaps.targets(1, DataType.DOUBLE, 2, 3, 5, 4);
    INDArray predictions = Heatmaps.predictions(2, DataType.DOUBLE, 2, 3, 5, 4);
    INDArray visible = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {0.5, 1, 0}});
    HeatmapLoss loss = paper(layout, Reduction.MEAN);
    SameDiff graph = SameDiff.create();
    SDVariable mask = graph.placeHolder("mask", DataType.DOUBLE, 2, 3);
    SDVariable p = graph.var("predictions", Heatmaps.in(layout, predictions));
    SDVariable y = graph.placeHolder("targets", DataType.DOUBLE, p.getShape());
    SDVariable masked = loss.loss(y, p, mask);
    double expected =
        loss.evaluate(Heatmaps.in(layout, targets), Heatmaps.in(layout, predictions), visible)
            .loss()
            .getDouble(0);
    assertThat(
            masked
                .eval(Map.of("targets", Heatmaps.in(layout, targets), "mask", visible))
                .getDouble(0))
        .isCloseTo(expected, within(1e-12));
  }

  /** Training continues after the graph was stored and read. */
  @Test
  void continuesTrainingAfterSaving() throws IOException {
    INDArray pictures = Heatmaps.predictions(1, DataType.FLOAT, 2, 3, 8, 8);
    INDArray mixing = Nd4j.createFromArray(new float[][] {{0.3f, 0}, {0.4f, 0.2f}, {0, 0.5f}});
    INDArray targets =
        Transforms.max(
            pictures
                .permute(0, 2, 3, 1)
                .reshape(128, 3)
                .mmul(mixing)
                .reshape(2, 8, 8, 2)
                .permute(0, 3, 1, 2),
            0);
    SameDiff graph = SameDiff.create();
    SDVariable input = graph.placeHolder("pictures", DataType.FLOAT, -1, 3, 8, 8);
    SDVariable target = graph.placeHolder("targets", DataType.FLOAT, -1, 2, 8, 8);
    SDVariable weights = graph.var("weights", Nd4j.zeros(DataType.FLOAT, 3, 2));
    SDVariable rows = input.permute(0, 2, 3, 1).reshape(-1, 3);
    SDVariable heatmaps = rows.mmul(weights).reshape(-1, 8, 8, 2).permute(0, 3, 1, 2);
    HeatmapLoss.paper().loss(target, heatmaps).rename("loss");
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(new Adam(0.02))
            .dataSetFeatureMapping("pictures")
            .dataSetLabelMapping("targets")
            .build());
    Map<String, INDArray> placeholders = Map.of("pictures", pictures, "targets", targets);
    double first = graph.outputSingle(placeholders, "loss").getDouble(0);
    for (int i = 0; i < 20; i++) {
      graph.fit(new DataSet(pictures, targets));
    }
    double trained = graph.outputSingle(placeholders, "loss").getDouble(0);
    assertThat(trained).isLessThan(0.5 * first);

    File file = folder.resolve("graph.fb").toFile();
    graph.save(file, true);
    SameDiff read = SameDiff.load(file, true);
    assertThat(read.outputSingle(placeholders, "loss").getDouble(0))
        .isCloseTo(trained, withinPercentage(1e-4));
    graph.fit(new DataSet(pictures, targets));
    read.fit(new DataSet(pictures, targets));
    assertThat(
            read.getVariable("weights")
                .getArr()
                .equalsWithEps(graph.getVariable("weights").getArr(), 1e-6))
        .isTrue();
  }

  @Test
  void addsUpTheStacks() {
    INDArray targets = Heatmaps.targets(1, DataType.DOUBLE, 1, 2, 4, 4);
    List<INDArray> predictions =
        List.of(
            Heatmaps.predictions(2, DataType.DOUBLE, 1, 2, 4, 4),
            Heatmaps.predictions(3, DataType.DOUBLE, 1, 2, 4, 4));
    MultiStackLoss stacks = new MultiStackLoss(HeatmapLoss.paper(), List.of(0.5, 2.0));
    MultiStackLoss.Evaluations expected = stacks.evaluate(targets, predictions);
    SameDiff graph = SameDiff.create();
    SDVariable y = graph.placeHolder("targets", DataType.DOUBLE, 1, 2, 4, 4);
    SDVariable first = graph.var("first", predictions.get(0));
    SDVariable second = graph.var("second", predictions.get(1));
    stacks.loss(y, List.of(first, second)).rename("loss");
    graph.setLossVariables("loss");
    assertThat(graph.outputSingle(Map.of("targets", targets), "loss").getDouble(0))
        .isCloseTo(expected.loss(), within(1e-12));
    Map<String, INDArray> gradients =
        graph.calculateGradients(Map.of("targets", targets), "first", "second");
    assertThat(gradients.get("first").equalsWithEps(expected.gradients().get(0), 1e-14)).isTrue();
    assertThat(gradients.get("second").equalsWithEps(expected.gradients().get(1), 1e-14)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stacks.loss(y, List.of(first)))
        .withMessageContaining("2 stack weights")
        .withMessageContaining("there are 1");
  }

  private static HeatmapLoss paper(Layout layout, Reduction reduction) {
    return new HeatmapLoss.Builder(new AdaptiveWing())
        .weightMap(new WeightedLossMap())
        .layout(layout)
        .reduction(reduction)
        .build();
  }

  private static SameDiff graph(HeatmapLoss loss, INDArray predictions) {
    SameDiff graph = SameDiff.create();
    SDVariable p = graph.var("predictions", predictions.dup());
    SDVariable y = graph.placeHolder("targets", predictions.dataType(), predictions.shape());
    loss.loss(y, p).rename("loss");
    graph.setLossVariables("loss");
    return graph;
  }
}
