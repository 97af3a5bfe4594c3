package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.InferenceProgram;
import io.github.awing.model.TrainingObjective;
import io.github.awing.model.TrainingProgram;
import io.github.awing.program.Device;
import io.github.awing.program.cpu.Devices;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.RmsProp;

/** Contract test that compares whole networks on a card with the processor's results. */
abstract class NetworkContract {

  private static final HourglassSpec SPEC = new HourglassSpec(5, 2, 32, 2, 64, true, true, false);
  private static final int STEPS = 4;

  /** The card. */
  protected abstract Device device();

  /** Largest relative difference of losses from the processor's. */
  protected abstract double tolerance();

  private static HourglassNetwork network() {
    MultiStackLoss loss =
        new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(SPEC.stacks(), 0.5));
    return HourglassNetwork.create(SPEC, new TrainingObjective(loss, new RmsProp(1e-4), 0), 7);
  }

  private static TrainingProgram training(HourglassNetwork network, Device device) {
    return new TrainingProgram(network, new TrainingProgram.Options(0.5, false), device);
  }

  private static MultiDataSet faces(int count, int seed) {
    Nd4j.getRandom().setSeed(13 + seed);
    INDArray pictures = Nd4j.rand(DataType.FLOAT, count, 3, 64, 64);
    INDArray targets = Nd4j.rand(DataType.FLOAT, count, 16, 16, SPEC.channels());
    INDArray mask = Nd4j.ones(DataType.FLOAT, count, SPEC.channels());
    mask.get(NDArrayIndex.point(0), NDArrayIndex.interval(1, 3)).assign(0);
    return new MultiDataSet(
        new INDArray[] {pictures},
        Collections.nCopies(SPEC.stacks(), targets).toArray(INDArray[]::new),
        null,
        seed == 1 ? null : Collections.nCopies(SPEC.stacks(), mask).toArray(INDArray[]::new));
  }

  @Test
  void trainsAsTheProcessorDoes() {
    HourglassNetwork ours = network();
    HourglassNetwork theirs = network();
    try (TrainingProgram onCard = training(ours, device());
        TrainingProgram onProcessor = training(theirs, Devices.ofNd4j())) {
      for (int step = 0; step < STEPS; step++) {
        // The last batch of an epoch is smaller, and one step has two batches.
        List<MultiDataSet> batches =
            step == 2 ? List.of(faces(2, 5), faces(2, 6)) : List.of(faces(step == 3 ? 1 : 3, step));
        double expected = onProcessor.step(batches.iterator(), batches.size());
        double found = onCard.step(batches.iterator(), batches.size());
        assertThat(found).as("step %d", step).isCloseTo(expected, relative(expected));
      }
      onCard.synchronise();
    }
    assertAlike(ours.graph().params(), theirs.graph().params(), tolerance());
    // State of squares, whose relative difference is twice as large.
    assertAlike(
        ours.graph().getUpdater().getStateViewArray(),
        theirs.graph().getUpdater().getStateViewArray(),
        4 * tolerance());
  }

  /** A training begun on the card continues on the processor, and vice versa. */
  @Test
  void aTrainingMayChangeItsDevice() {
    HourglassNetwork ours = network();
    HourglassNetwork theirs = network();
    for (int step = 0; step < STEPS; step++) {
      Device other = step % 2 == 0 ? device() : Devices.ofNd4j();
      try (TrainingProgram changing = training(ours, other);
          TrainingProgram staying = training(theirs, Devices.ofNd4j())) {
        double expected = staying.step(faces(3, step));
        assertThat(changing.step(faces(3, step))).isCloseTo(expected, relative(expected));
        changing.synchronise();
      }
    }
    assertAlike(ours.graph().params(), theirs.graph().params(), tolerance());
  }

  @Test
  void findsTheHeatmapsOfTheProcessor() {
    HourglassNetwork network = network();
    try (InferenceProgram onCard = network.compile(device());
        InferenceProgram onProcessor = network.compile(Devices.ofNd4j())) {
      for (int count : new int[] {1, 4, 2}) {
        INDArray pictures = faces(count, count).getFeatures(0);
        assertAlike(onCard.heatmaps(pictures), onProcessor.heatmaps(pictures), tolerance());
      }
    }
  }

  private org.assertj.core.data.Offset<Double> relative(double expected) {
    return within(tolerance() * Math.abs(expected));
  }

  /**
   * Compares the norm of the difference, since single numbers near zero may differ by their whole
   * size.
   */
  private static void assertAlike(INDArray found, INDArray expected, double tolerance) {
    double difference = found.sub(expected).norm2Number().doubleValue();
    assertThat(difference / expected.norm2Number().doubleValue()).isLessThan(tolerance);
  }
}
