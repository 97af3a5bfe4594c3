package io.github.awing.train;

import static io.github.awing.train.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.TrainingObjective;
import io.github.awing.model.TrainingProgram;
import io.github.awing.program.cpu.Devices;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Devices with equal shares must do together what one device does with one share: then an average
 * is what each has. So Deeplearning4j's own training of one network says what to expect, down to
 * schedule, running statistics and Adam's state.
 */
@Tag("slow")
class ParallelFittingTest {

  private static final int STEPS = 4;
  private static final int STACKS = 2;
  private static final HourglassSpec SPEC =
      new HourglassSpec(3, STACKS, 16, 1, 64, true, true, false);

  @Test
  void twoDevicesWithEqualSharesDoWhatOneDoes() {
    HourglassNetwork one = network();
    List<Double> oneLosses = fit(one, 1, new RepeatedFaces(1, false));
    HourglassNetwork two = network();
    List<Double> twoLosses = fit(two, 2, new RepeatedFaces(2, false));
    assertSame(two, one);
    for (int step = 0; step < STEPS; step++) {
      assertThat(twoLosses.get(step)).isCloseTo(oneLosses.get(step), within(1e-4));
    }
    assertThat(twoLosses.get(STEPS - 1)).isLessThan(0.9 * twoLosses.get(0));
  }

  @Test
  void masksGoWithTheirShares() {
    HourglassNetwork one = network();
    fit(one, 1, new RepeatedFaces(1, true));
    HourglassNetwork two = network();
    fit(two, 2, new RepeatedFaces(2, true));
    HourglassNetwork unmasked = network();
    fit(unmasked, 2, new RepeatedFaces(2, false));
    assertSame(two, one);
    assertThat(two.graph().params().distance2(unmasked.graph().params())).isGreaterThan(1e-2);
  }

  @Test
  void theNextEpochGoesOnFromTheLast() {
    HourglassNetwork one = network();
    HourglassNetwork two = network();
    for (int epoch = 0; epoch < 2; epoch++) {
      fit(one, 1, new RepeatedFaces(1, false));
      fit(two, 2, new RepeatedFaces(2, false));
    }
    assertSame(two, one);
    assertThat(two.graph().getConfiguration().getIterationCount()).isEqualTo(2 * STEPS);
  }

  @Test
  void unequalSharesRepeatToTheLastBit() {
    HourglassNetwork first = network();
    HourglassNetwork again = network();
    assertThat(fit(first, 2, new RepeatedFaces(5, true)))
        .isEqualTo(fit(again, 2, new RepeatedFaces(5, true)));
    assertSameBits(again.graph().params(), first.graph().params());
  }

  @Test
  void moreDevicesThanFacesGiveAFaceToSeveral() {
    HourglassNetwork one = network();
    fit(one, 1, new RepeatedFaces(1, false));
    HourglassNetwork four = network();
    fit(four, 4, new RepeatedFaces(1, false));
    assertSame(four, one);
  }

  @Test
  void theListenersExceptionEndsTheTraining() {
    RepeatedFaces faces = new RepeatedFaces(2, false);
    RuntimeException enough = new IllegalStateException("enough");
    assertThatThrownBy(
            () ->
                new ParallelFitting(network().graph(), 2)
                    .fit(
                        faces,
                        loss -> {
                          throw enough;
                        }))
        .isSameAs(enough);
    assertThat(faces.given).isEqualTo(1);
  }

  @Test
  void endsTheTrainingWhenAsked() {
    RepeatedFaces faces = new RepeatedFaces(2, false);
    List<Double> losses = new ArrayList<>();
    try (Fitting fitting = new ParallelFitting(network().graph(), 2)) {
      assertThat(
              fitting.fit(
                  faces,
                  loss -> {
                    losses.add(loss);
                    return losses.size() < 2;
                  }))
          .isFalse();
    }
    assertThat(losses).hasSize(2);
    assertThat(faces.given).isEqualTo(2);
  }

  @Test
  void aDeviceThatFailsEndsTheTraining() {
    INDArray tooSmall = Nd4j.zeros(DataType.FLOAT, 2, 3, 32, 32);
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 2, 16, 16, SPEC.channels());
    MultiDataSet batch =
        new MultiDataSet(new INDArray[] {tooSmall}, new INDArray[] {targets, targets});
    assertThatThrownBy(
            () ->
                new ParallelFitting(network().graph(), 2)
                    .fit(new RepeatedFaces(batch, null), loss -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a device failed");
  }

  @Test
  void noDeviceIsTooFew() {
    assertThatThrownBy(() -> TrainingSettings.usual().withDevices(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("devices");
  }

  private static void assertSame(HourglassNetwork found, HourglassNetwork other) {
    ComputationGraph actual = found.graph();
    ComputationGraph expected = other.graph();
    // Adam divides by gradients that are almost nothing, so their last digits count.
    assertThat(
            actual.params().distance2(expected.params())
                / expected.params().norm2Number().doubleValue())
        .isLessThan(1e-3);
    INDArray state = actual.getUpdater().getStateViewArray();
    INDArray expectedState = expected.getUpdater().getStateViewArray();
    assertThat(state.distance2(expectedState) / expectedState.norm2Number().doubleValue())
        .isLessThan(1e-2);
    assertThat(actual.getConfiguration().getIterationCount())
        .isEqualTo(expected.getConfiguration().getIterationCount());
  }

  private static List<Double> fit(HourglassNetwork network, int devices, RepeatedFaces faces) {
    List<Double> losses = new ArrayList<>();
    try (Fitting fitting =
        devices == 1
            ? new ProgramFitting(
                new TrainingProgram(
                    network, new TrainingProgram.Options(0, false), Devices.ofNd4j()),
                1)
            : new ParallelFitting(network.graph(), devices)) {
      assertThat(fitting.fit(faces, losses::add)).isTrue();
    }
    assertThat(losses).hasSize(STEPS);
    return losses;
  }

  private static HourglassNetwork network() {
    return HourglassNetwork.create(
        SPEC,
        new TrainingObjective(
            new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0, 1.0)),
            new Adam(new OneCycleSchedule(0.005, STEPS)),
            0),
        3);
  }

  /** One face a step, so many times in the batch, whose memory the next step's batch takes over. */
  private static final class RepeatedFaces implements MultiDataSetIterator {

    private static final long serialVersionUID = 1L;

    private final SplittableRandom random = new SplittableRandom(11);
    private final MultiDataSet batch;
    private final INDArray mask;
    private int given;

    RepeatedFaces(int faces, boolean masked) {
      INDArray targets = Nd4j.zeros(DataType.FLOAT, faces, 16, 16, SPEC.channels());
      mask = masked ? Nd4j.zeros(DataType.FLOAT, faces, SPEC.channels()) : null;
      batch =
          new MultiDataSet(
              new INDArray[] {Nd4j.zeros(DataType.FLOAT, faces, 3, 64, 64)},
              new INDArray[] {targets, targets},
              null,
              masked ? new INDArray[] {mask, mask} : null);
    }

    RepeatedFaces(MultiDataSet batch, INDArray mask) {
      this.batch = batch;
      this.mask = mask;
    }

    @Override
    public boolean hasNext() {
      return given < STEPS;
    }

    @Override
    public MultiDataSet next() {
      given++;
      fill(batch.getFeatures(0), 1);
      fill(batch.getLabels(0), 0.5);
      if (mask != null) {
        fill(mask, 1);
      }
      return batch;
    }

    private void fill(INDArray array, double most) {
      long faces = array.size(0);
      long numbers = array.length() / faces;
      for (long i = 0; i < numbers; i++) {
        double number = most * random.nextDouble();
        for (long face = 0; face < faces; face++) {
          array.data().put(face * numbers + i, number);
        }
      }
    }

    @Override
    public MultiDataSet next(int size) {
      return next();
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
      return null;
    }

    @Override
    public boolean resetSupported() {
      return false;
    }

    @Override
    public boolean asyncSupported() {
      return false;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException();
    }
  }
}
