package io.github.awing.train;

import static io.github.awing.train.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.data.batch.FaceBatches;
import io.github.awing.data.batch.FaceBatches.Order;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.data.datavec.FaceDataSetIterator;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.TrainingObjective;
import io.github.awing.model.TrainingProgram;
import io.github.awing.program.cpu.Devices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** Plain gradient descent shows the gradient that a step was taken with. */
class ProgramFittingTest {

  private static final double RATE = 0.01;

  @TempDir private static Path folder;
  private static FaceBatches batches;
  private static List<Double> stackLosses;

  @BeforeAll
  static void fiveFaces() {
    new SyntheticFaces(3).writeWflw(folder, 5, 1, done -> {});
    FaceDataSet faces = DataSetFormat.WFLW.read(folder, Split.TRAIN);
    batches =
        new FaceBatches(
            new FacePipeline(
                new FaceCropper(64, 1.25),
                new TargetHeatmaps(faces.scheme(), new GaussianHeatmaps(1.75, false), true),
                Augmentation.NONE,
                1),
            faces.faces(),
            2,
            Order.AS_GIVEN,
            true,
            1);
  }

  @AfterAll
  static void end() {
    batches.close();
  }

  private static HourglassNetwork network() {
    return HourglassNetwork.create(
        new HourglassSpec(98, 1, 16, 2, 64, true, true, false),
        new TrainingObjective(
            new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0)), new Sgd(RATE), 0),
        7);
  }

  /** The network after one step over the batches from the given one on. */
  private static HourglassNetwork after(int firstBatch, int accumulate, double clip) {
    HourglassNetwork network = network();
    try (FaceDataSetIterator faces = new FaceDataSetIterator(batches, 1, 0, firstBatch)) {
      step(network, accumulate, clip, false, faces);
    }
    return network;
  }

  private static double step(
      HourglassNetwork network,
      int accumulate,
      double clip,
      boolean recompute,
      FaceDataSetIterator faces) {
    List<Double> losses = new ArrayList<>();
    TrainingProgram.Options options = new TrainingProgram.Options(clip, recompute);
    try (ProgramFitting fitting =
        new ProgramFitting(new TrainingProgram(network, options, Devices.ofNd4j()), accumulate)) {
      fitting.fit(
          faces,
          loss -> {
            losses.add(loss);
            stackLosses = fitting.stackLosses();
            return false;
          });
    }
    return losses.get(0);
  }

  @Test
  void aStepOverTwoBatchesIsTheMeanOfTheirSteps() {
    INDArray first = after(0, 1, 0).graph().params();
    INDArray second = after(1, 1, 0).graph().params();
    INDArray both = after(0, 2, 0).graph().params();
    assertThat(both.equalsWithEps(first.add(second).divi(2), 1e-6)).isTrue();
    assertThat(both.equalsWithEps(first, 1e-4)).isFalse();
  }

  @Test
  void anEpochsEndMakesASmallerStep() {
    HourglassNetwork network = network();
    try (FaceDataSetIterator faces = new FaceDataSetIterator(batches, 1, 0, 2)) {
      double loss = step(network, 4, 0, false, faces);
      assertThat(faces.faceCount()).isEqualTo(1);
      assertThat(loss).isPositive();
    }
    assertSameBits(network.graph().params(), after(2, 1, 0).graph().params());
  }

  @Test
  void aGradientThatIsTooLongIsShortenedAndKeepsItsDirection() {
    double whole = length(after(0, 1, 0));
    double clip = whole / 5;
    HourglassNetwork clipped = after(0, 1, clip);
    assertThat(length(clipped)).isCloseTo(clip, within(1e-3 * clip));
    INDArray start = network().graph().paramTable().get("conv1.conv_W");
    INDArray step = start.sub(clipped.graph().paramTable().get("conv1.conv_W")).muli(5);
    INDArray wholeStep = start.sub(after(0, 1, 0).graph().paramTable().get("conv1.conv_W"));
    assertThat(step.distance2(wholeStep)).isLessThan(1e-3 * wholeStep.norm2Number().doubleValue());
    assertSameBits(after(0, 1, 2 * whole).graph().params(), after(0, 1, 0).graph().params());
  }

  @Test
  void recomputedActivationsAreAccumulatedAndClippedAsOthers() {
    HourglassNetwork ordinary = twoStacks();
    HourglassNetwork recomputing = twoStacks();
    double expected = accumulatedAndClipped(ordinary, false);
    assertThat(accumulatedAndClipped(recomputing, true))
        .isCloseTo(expected, within(1e-9 * expected));
    INDArray moved = ordinary.graph().params().sub(twoStacks().graph().params());
    double difference = recomputing.graph().params().distance2(ordinary.graph().params());
    assertThat(difference).isLessThan(1e-5 * moved.norm2Number().doubleValue());
  }

  private static double accumulatedAndClipped(HourglassNetwork network, boolean recompute) {
    try (FaceDataSetIterator faces = new FaceDataSetIterator(batches, 2, 0)) {
      return step(network, 2, 0.1, recompute, faces);
    }
  }

  private static HourglassNetwork twoStacks() {
    return HourglassNetwork.create(
        new HourglassSpec(98, 2, 16, 1, 64, true, true, false),
        new TrainingObjective(
            new MultiStackLoss(HeatmapLoss.paper(), List.of(0.5, 1.0)), new Sgd(RATE), 0),
        7);
  }

  /** What a progress bar shows of each stack. */
  @Test
  void theStacksLossesMakeUpTheStepsLoss() {
    HourglassNetwork two = twoStacks();
    try (FaceDataSetIterator faces = new FaceDataSetIterator(batches, 2, 0)) {
      double loss = step(two, 1, 0, false, faces);
      double first = stackLosses.get(0);
      double second = stackLosses.get(1);
      assertThat(first).isPositive();
      assertThat(second).isPositive();
      assertThat(first + second).isCloseTo(loss, within(1e-9 * loss));
    }
  }

  @Test
  void runningStatisticsAreNoGradient() {
    Map<String, INDArray> clipped = after(0, 1, 1e-9).graph().paramTable();
    Map<String, INDArray> free = after(0, 1, 0).graph().paramTable();
    assertSameBits(clipped.get("bn1_mean"), free.get("bn1_mean"));
    assertSameBits(clipped.get("bn1_var"), free.get("bn1_var"));
  }

  /** Of the gradient with which the only step so far was taken. */
  private static double length(HourglassNetwork network) {
    Map<String, INDArray> start = network().graph().paramTable();
    double squares = 0;
    for (Map.Entry<String, INDArray> tensor : network.graph().paramTable().entrySet()) {
      if (!tensor.getKey().matches(".*_(mean|var)")) {
        double length =
            start.get(tensor.getKey()).sub(tensor.getValue()).norm2Number().doubleValue() / RATE;
        squares += length * length;
      }
    }
    return Math.sqrt(squares);
  }
}
