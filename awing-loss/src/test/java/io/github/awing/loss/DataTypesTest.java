package io.github.awing.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Tests every method with arrays of every ND4J type: results are exact to the type's own precision,
 * or the type is refused. The reference is scalar maths in double of the numbers that the arrays
 * hold.
 */
class DataTypesTest {

  private static final long[] SHAPE = {2, 3, 7, 5};

  /** Distances at the target, near it, on both sides of every bend, and far out. */
  private static final double[] DISTANCES = {
    0, 1e-4, 0.01, 0.1, 0.19, 0.21, 0.39, 0.41, 0.49, 0.51, 0.9, 3, 40, 200
  };

  private static final List<PixelLoss> PIXEL_LOSSES =
      List.of(
          new AdaptiveWing(),
          new AdaptiveWing(3, 0.2, 0.7, 2.5),
          new Wing(),
          new MeanSquaredError(),
          new MeanAbsoluteError(),
          new SmoothL1(0.4));

  static Stream<DataType> floating() {
    return Stream.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT, DataType.DOUBLE);
  }

  /** Half a unit in the last place, plus the error of floats. */
  private static double precision(DataType type) {
    if (type == DataType.FLOAT16) {
      return 0x1p-11 + 1e-5;
    }
    return type == DataType.BFLOAT16 ? 0x1p-8 + 1e-5 : type == DataType.FLOAT ? 1e-5 : 1e-11;
  }

  /** Half the smallest number of a type above 0. */
  private static double smallest(DataType type) {
    return type == DataType.FLOAT16 ? 0x1p-25 : 1e-30;
  }

  static Stream<Arguments> pixelLosses() {
    return floating().flatMap(type -> PIXEL_LOSSES.stream().map(loss -> Arguments.of(type, loss)));
  }

  static Stream<Arguments> heatmapLosses() {
    return pixelLosses()
        .flatMap(
            arguments ->
                Stream.of(LossBackend.AUTOMATIC, LossBackend.ND4J)
                    .map(backend -> Arguments.of(arguments.get()[0], arguments.get()[1], backend)));
  }

  @ParameterizedTest
  @MethodSource("pixelLosses")
  void pixelsAreRight(DataType type, PixelLoss loss) {
    for (double target : new double[] {0, 0.3, 1}) {
      double[] values =
          Arrays.stream(DISTANCES)
              .flatMap(
                  distance -> Arrays.stream(new double[] {target + distance, target - distance}))
              .toArray();
      INDArray predictions = Nd4j.createFromArray(values).castTo(type);
      INDArray targets =
          Nd4j.valueArrayOf(predictions.shape(), target, DataType.DOUBLE).castTo(type);
      LossAndGradient evaluation = loss.evaluate(targets, predictions);
      assertThat(evaluation.loss().dataType()).isEqualTo(type);
      assertThat(evaluation.gradient().dataType()).isEqualTo(type);
      for (int i = 0; i < values.length; i++) {
        double y = targets.getDouble(i);
        double p = predictions.getDouble(i);
        assertClose(evaluation.loss().getDouble(i), loss.loss(y, p), type);
        assertClose(evaluation.gradient().getDouble(i), loss.gradient(y, p), type);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pixelLosses")
  void farthestPredictionsAreFinite(DataType type, PixelLoss loss) {
    double most = type == DataType.FLOAT16 ? 65504 : 1e18;
    INDArray predictions =
        Nd4j.createFromArray(most, -most, most, -most).castTo(type).reshape(1, 1, 2, 2);
    INDArray targets = Nd4j.createFromArray(0, 1, 1, 0.5).castTo(type).reshape(1, 1, 2, 2);
    LossAndGradient pixels = loss.evaluate(targets, predictions);
    assertFinite(pixels.loss());
    assertFinite(pixels.gradient());
    for (Reduction reduction : Reduction.values()) {
      HeatmapLoss heatmaps = heatmaps(loss, reduction, LossBackend.AUTOMATIC);
      LossAndGradient whole = heatmaps.evaluate(targets, predictions);
      assertFinite(graph(heatmaps, predictions).outputSingle(Map.of("targets", targets), "loss"));
      assertFinite(whole.loss());
      assertFinite(whole.gradient());
    }
  }

  @ParameterizedTest
  @MethodSource("floating")
  void propagatesNaN(DataType type) {
    INDArray predictions =
        Nd4j.createFromArray(Double.NaN, 0, 0.5, 1).castTo(type).reshape(1, 1, 2, 2);
    INDArray targets = Nd4j.zeros(type, 1, 1, 2, 2);
    for (PixelLoss loss : PIXEL_LOSSES) {
      LossAndGradient evaluation =
          heatmaps(loss, Reduction.NONE, LossBackend.AUTOMATIC).evaluate(targets, predictions);
      assertThat(evaluation.loss().getDouble(0)).isNaN();
      assertThat(evaluation.gradient().getDouble(0)).isNaN();
      assertThat(evaluation.loss().getDouble(1)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("heatmapLosses")
  void heatmapsAreRight(DataType type, PixelLoss pixelLoss, LossBackend backend) {
    INDArray targets = Heatmaps.targets(1, type, SHAPE);
    INDArray predictions = Heatmaps.predictions(2, type, SHAPE);
    double[] losses = expectedLosses(pixelLoss, targets, predictions);
    double[] gradients = expectedGradients(pixelLoss, targets, predictions);
    double sum = Arrays.stream(losses).sum();

    LossAndGradient each =
        heatmaps(pixelLoss, Reduction.NONE, backend).evaluate(targets, predictions);
    assertThat(each.loss().dataType()).isEqualTo(type);
    LossAndGradient total =
        heatmaps(pixelLoss, Reduction.SUM, backend).evaluate(targets, predictions);
    LossAndGradient mean =
        heatmaps(pixelLoss, Reduction.MEAN, backend).evaluate(targets, predictions);
    assertThat(total.loss().getDouble(0)).isCloseTo(sum, within(1e-5 * sum));
    assertThat(mean.loss().getDouble(0))
        .isCloseTo(sum / losses.length, within(1e-5 * sum / losses.length));
    for (int i = 0; i < losses.length; i++) {
      assertClose(each.loss().getDouble(i), losses[i], type);
      for (LossAndGradient evaluation : List.of(each, total)) {
        assertThat(evaluation.gradient().dataType()).isEqualTo(type);
        assertClose(evaluation.gradient().getDouble(i), gradients[i], type);
      }
      assertClose(mean.gradient().getDouble(i), gradients[i] / losses.length, type);
    }
  }

  /** 16 bits cannot hold such a sum, or cannot count up to it. */
  @ParameterizedTest
  @MethodSource("floating")
  void sumsOfManyPixelsAreRight(DataType type) {
    INDArray targets = Nd4j.zeros(type, 1, 20, 64, 64);
    INDArray predictions = Nd4j.ones(type, 1, 20, 64, 64);
    HeatmapLoss loss =
        new HeatmapLoss.Builder(new MeanSquaredError()).reduction(Reduction.SUM).build();
    assertThat(loss.evaluate(targets, predictions).loss().getDouble(0)).isEqualTo(81920);
    INDArray gradients = Nd4j.createUninitialized(type, predictions.shape(), 'c');
    assertThat(loss.evaluateFaces(targets, predictions, null, 0.5, gradients, 2))
        .containsExactly(81920);
    assertThat(gradients.castTo(DataType.DOUBLE).data().asDouble()).containsOnly(1);
    assertThat(
            new MultiStackLoss(loss, List.of(2.0)).evaluate(targets, List.of(predictions)).loss())
        .isEqualTo(163840);
  }

  @ParameterizedTest
  @MethodSource("floating")
  void theWeightMapHasItsValues(DataType type) {
    INDArray targets = Nd4j.zeros(type, 1, 1, 5, 5);
    targets.putScalar(new int[] {0, 0, 0, 1}, 0.5);
    INDArray map = new WeightedLossMap().of(targets, Layout.NCHW);
    assertThat(map.dataType()).isEqualTo(type);
    SameDiff graph = SameDiff.create();
    INDArray inGraph =
        new WeightedLossMap().of(graph.constant("targets", targets), Layout.NCHW).eval();
    assertThat(inGraph.dataType()).isEqualTo(type);
    for (int i = 0; i < 25; i++) {
      double expected = i / 5 <= 1 && i % 5 <= 2 ? 11 : 1;
      assertThat(map.getDouble(i)).isEqualTo(expected);
      assertThat(inGraph.getDouble(i)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("pixelLosses")
  void graphsAreRight(DataType type, PixelLoss pixelLoss) {
    INDArray targets = Heatmaps.targets(1, type, SHAPE);
    INDArray predictions = Heatmaps.predictions(2, type, SHAPE);
    double[] losses = expectedLosses(pixelLoss, targets, predictions);
    double[] gradients = expectedGradients(pixelLoss, targets, predictions);
    double sum = Arrays.stream(losses).sum();
    Map<String, INDArray> given = Map.of("targets", targets);

    SameDiff summed = graph(heatmaps(pixelLoss, Reduction.SUM, LossBackend.AUTOMATIC), predictions);
    assertThat(summed.outputSingle(given, "loss").getDouble(0)).isCloseTo(sum, within(1e-5 * sum));
    INDArray slopes = summed.calculateGradients(given, "predictions").get("predictions");
    assertThat(slopes.dataType()).isEqualTo(type);
    INDArray each =
        graph(heatmaps(pixelLoss, Reduction.NONE, LossBackend.AUTOMATIC), predictions)
            .outputSingle(given, "loss");
    SameDiff pixels = SameDiff.create();
    INDArray plain =
        pixelLoss.loss(pixels.constant("y", targets), pixels.constant("p", predictions)).eval();
    for (int i = 0; i < losses.length; i++) {
      assertClose(each.getDouble(i), losses[i], type);
      // The slope jumps where Wing's curve becomes its line.
      if (Math.abs(predictions.getDouble(i) - targets.getDouble(i)) != 0.5) {
        assertClose(slopes.getDouble(i), gradients[i], type);
      }
      assertClose(
          plain.getDouble(i), pixelLoss.loss(targets.getDouble(i), predictions.getDouble(i)), type);
    }
  }

  /** Rows as Deeplearning4j's layer makes them; a face's score is the sum over its rows. */
  @ParameterizedTest
  @MethodSource("pixelLosses")
  void lossFunctionsAreRight(DataType type, PixelLoss pixelLoss) {
    INDArray targets = Heatmaps.targets(1, type, SHAPE);
    INDArray predictions = Heatmaps.predictions(2, type, SHAPE);
    double[] losses = expectedLosses(pixelLoss, targets, predictions);
    double[] gradients = expectedGradients(pixelLoss, targets, predictions);
    double faceScale = 1.0 / (3 * 7 * 5);
    double sum = Arrays.stream(losses).sum() * faceScale;
    HeatmapLossFunction function =
        new HeatmapLossFunction(
            heatmaps(pixelLoss, Reduction.MEAN, LossBackend.AUTOMATIC), 7, 5, 1);
    INDArray labels = rows(targets);
    INDArray outputs = rows(predictions);
    ActivationIdentity identity = new ActivationIdentity();

    assertThat(function.computeScore(labels, outputs, identity, null, true))
        .isCloseTo(sum / 2, within(1e-5 * sum));
    INDArray scores = function.computeScoreArray(labels, outputs, identity, null);
    assertThat(scores.sumNumber().doubleValue()).isCloseTo(sum, within(1e-4 * sum));
    INDArray slopes = function.computeGradient(labels, outputs, identity, null);
    assertThat(slopes.dataType()).isEqualTo(type);
    INDArray expected = rows(Nd4j.createFromArray(gradients).reshape('c', SHAPE)).muli(faceScale);
    for (int i = 0; i < expected.length(); i++) {
      assertClose(slopes.getDouble(i), expected.getDouble(i), type);
    }
  }

  /**
   * A network of that type with one identity convolution. Deeplearning4j has no networks of
   * BFLOAT16.
   */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"HALF", "FLOAT", "DOUBLE"})
  void outputLayersAreRight(DataType type) {
    PixelLoss pixelLoss = new AdaptiveWing();
    INDArray targets = Heatmaps.targets(1, type, SHAPE);
    INDArray predictions = Heatmaps.predictions(2, type, SHAPE);
    double[] losses = expectedLosses(pixelLoss, targets, predictions);
    double mean = Arrays.stream(losses).average().orElseThrow();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Sgd(0.01))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(1, 1)
                        .nOut(3)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(
                    new HeatmapLossLayer(
                        heatmaps(pixelLoss, Reduction.MEAN, LossBackend.AUTOMATIC)))
                .setInputType(InputType.convolutional(7, 5, 3))
                .build());
    network.init();
    network.getLayer(0).getParam("W").assign(Nd4j.eye(3).castTo(type).reshape(3, 3, 1, 1));
    DataSet data = new DataSet(predictions, targets);
    assertThat(network.score(data)).isCloseTo(mean, within(1e-5 * mean));
    INDArray examples = network.scoreExamples(data, false);
    assertThat(examples.meanNumber().doubleValue()).isCloseTo(mean, within(1e-5 * mean));
    network.fit(data);
    assertThat(network.score()).isCloseTo(mean, within(1e-5 * mean));
    assertFinite(network.params());
    double after = network.score(data);
    assertThat(after).isLessThan(mean);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = Mode.EXCLUDE,
      names = {"UTF8", "COMPRESSED", "UNKNOWN"})
  void masksOfEveryTypeCount(DataType maskType) {
    for (DataType type : floating().toList()) {
      INDArray targets = Nd4j.zeros(type, 1, 2, 2, 2);
      INDArray predictions = Nd4j.ones(type, 1, 2, 2, 2);
      INDArray mask = Nd4j.createFromArray(0.0, 1.0).reshape(1, 2).castTo(maskType);
      HeatmapLoss loss =
          new HeatmapLoss.Builder(new MeanSquaredError()).reduction(Reduction.SUM).build();
      assertThat(loss.evaluate(targets, predictions, mask).loss().getDouble(0)).isEqualTo(4);
      if (type != DataType.FLOAT16) {
        continue;
      }
      SameDiff graph = SameDiff.create();
      SDVariable masked =
          loss.loss(
              graph.constant("targets", targets),
              graph.constant("predictions", predictions),
              graph.constant("mask", mask));
      assertThat(masked.eval().getDouble(0)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = Mode.EXCLUDE,
      names = {"HALF", "BFLOAT16", "FLOAT", "DOUBLE", "COMPRESSED", "UNKNOWN"})
  void refusesTypesThatAreNotFloatingPoint(DataType type) {
    INDArray heatmaps =
        type == DataType.UTF8
            ? Nd4j.create("a", "b", "c", "d").reshape(1, 1, 2, 2)
            : Nd4j.zeros(type, 1, 1, 2, 2);
    INDArray rows =
        type == DataType.UTF8
            ? Nd4j.create("a", "b", "c", "d").reshape(4, 1)
            : Nd4j.zeros(type, 4, 1);
    INDArray floats = Nd4j.zeros(DataType.FLOAT, 1, 1, 2, 2);
    for (PixelLoss loss : PIXEL_LOSSES) {
      HeatmapLoss whole = new HeatmapLoss.Builder(loss).build();
      assertRefused(type, () -> loss.evaluate(heatmaps, heatmaps));
      assertRefused(type, () -> whole.evaluate(heatmaps, heatmaps));
      assertRefused(type, () -> whole.evaluate(heatmaps, floats));
      assertRefused(type, () -> whole.evaluate(floats, heatmaps));
      assertRefused(type, () -> whole.evaluateFaces(floats, floats, null, 1, heatmaps, 1));
      assertRefused(
          type,
          () ->
              new HeatmapLossFunction(whole, 2, 2, 1)
                  .computeScore(rows, rows, new ActivationIdentity(), null, true));
      SameDiff graph = SameDiff.create();
      SDVariable wrong = graph.placeHolder("wrong", type, 1, 1, 2, 2);
      SDVariable right = graph.placeHolder("right", DataType.FLOAT, 1, 1, 2, 2);
      assertRefused(type, () -> loss.loss(wrong, wrong));
      assertRefused(type, () -> whole.loss(wrong, right));
      assertRefused(type, () -> whole.loss(right, wrong));
    }
    assertRefused(type, () -> new WeightedLossMap().of(heatmaps, Layout.NCHW));
    SameDiff graph = SameDiff.create();
    assertRefused(
        type,
        () -> new WeightedLossMap().of(graph.placeHolder("y", type, 1, 1, 2, 2), Layout.NCHW));
    if (type == DataType.UTF8) {
      assertRefused(type, () -> HeatmapLoss.paper().evaluate(floats, floats, heatmaps));
      assertRefused(
          type,
          () ->
              new HeatmapLossFunction(HeatmapLoss.paper(), 2, 2, 1)
                  .computeScore(rows, floats.reshape(4, 1), new ActivationIdentity(), null, true));
    }
  }

  /** Deeplearning4j casts labels, so whole numbers are valid labels. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = Mode.EXCLUDE,
      names = {"UTF8", "COMPRESSED", "UNKNOWN"})
  void labelsOfEveryTypeCount(DataType type) {
    HeatmapLossFunction function =
        new HeatmapLossFunction(new HeatmapLoss.Builder(new MeanSquaredError()).build(), 2, 2, 1);
    INDArray labels = Nd4j.createFromArray(0.0, 1.0, 0.0, 1.0).reshape(4, 1).castTo(type);
    INDArray output = Nd4j.zeros(DataType.FLOAT, 4, 1);
    assertThat(function.computeScore(labels, output, new ActivationIdentity(), null, true))
        .isEqualTo(0.5);
  }

  private static void assertRefused(DataType type, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(type.toString());
  }

  private static void assertClose(double actual, double expected, DataType type) {
    assertThat(actual)
        .isCloseTo(expected, within(precision(type) * Math.abs(expected) + smallest(type)));
  }

  private static void assertFinite(INDArray array) {
    for (double value : array.castTo(DataType.DOUBLE).dup('c').data().asDouble()) {
      assertThat(value).isFinite();
    }
  }

  private static HeatmapLoss heatmaps(PixelLoss loss, Reduction reduction, LossBackend backend) {
    return new HeatmapLoss.Builder(loss)
        .weightMap(new WeightedLossMap())
        .reduction(reduction)
        .backend(backend)
        .build();
  }

  private static double[] expectedLosses(PixelLoss loss, INDArray targets, INDArray predictions) {
    double[] expected = new double[(int) targets.length()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = weight(targets, i) * loss.loss(targets.getDouble(i), predictions.getDouble(i));
    }
    return expected;
  }

  private static double[] expectedGradients(
      PixelLoss loss, INDArray targets, INDArray predictions) {
    double[] expected = new double[(int) targets.length()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] =
          weight(targets, i) * loss.gradient(targets.getDouble(i), predictions.getDouble(i));
    }
    return expected;
  }

  /** Weight of a pixel: 11 where a target in the 3 x 3 pixels around reaches 0.2, else 1. */
  private static double weight(INDArray targets, int pixel) {
    int column = pixel % 5;
    int row = pixel / 5 % 7;
    int plane = pixel / 35;
    for (int y = Math.max(0, row - 1); y <= Math.min(6, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(4, column + 1); x++) {
        if (targets.getDouble(plane * 35 + y * 5 + x) >= 0.2) {
          return 11;
        }
      }
    }
    return 1;
  }

  private static INDArray rows(INDArray nchw) {
    return nchw.permute(0, 2, 3, 1).dup('c').reshape(2 * 7 * 5, 3);
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
