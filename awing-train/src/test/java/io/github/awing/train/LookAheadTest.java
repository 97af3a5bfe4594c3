package io.github.awing.train;

import static io.github.awing.train.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.awing.program.Device;
import io.github.awing.program.Operand;
import io.github.awing.program.SimulatedDevice;
import io.github.awing.program.cpu.Devices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** A device sees the next batch before it computes one. */
class LookAheadTest {

  @TempDir private static Path folder;
  private static FaceBatches batches;

  /** What the device was asked for: {@code run}, {@code stage}, {@code forget}. */
  private final List<String> asked = new ArrayList<>();

  /** The arrays that are staged and not run yet, with what was in them then. */
  private final Map<INDArray, INDArray> staged = new IdentityHashMap<>();

  private int stagedRuns;

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
            2);
  }

  @AfterAll
  static void end() {
    batches.close();
  }

  @Test
  void theNextBatchIsStagedBeforeOneRunsAndIsTheSameWhenItRuns() {
    assertSameBits(trained(1, true, loss -> true), trained(1, false, loss -> true));
    assertThat(asked).containsExactly("stage", "run", "stage", "run", "run", "run", "run", "run");
    assertThat(stagedRuns).isEqualTo(2);
    assertThat(staged).isEmpty();
  }

  /** Three batches, two in a step: the third is a step of its own, which cannot be known before. */
  @Test
  void forgetsABatchThatAnotherProgramTakes() {
    assertSameBits(trained(2, true, loss -> true), trained(2, false, loss -> true));
    assertThat(asked)
        .containsExactly("stage", "run", "stage", "run", "forget", "run", "run", "run", "run");
    assertThat(stagedRuns).isEqualTo(1);
    assertThat(staged).isEmpty();
  }

  @Test
  void forgetsTheNextBatchWhenTheTrainingStops() {
    trained(1, true, loss -> false);
    assertThat(asked).containsExactly("stage", "run", "forget");
  }

  private INDArray trained(int accumulate, boolean lookAhead, DoublePredicate goesOn) {
    HourglassNetwork network =
        HourglassNetwork.create(
            new HourglassSpec(98, 1, 16, 2, 64, true, true, false),
            new TrainingObjective(
                new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0)), new Sgd(0.01), 0),
            7);
    TrainingProgram program =
        new TrainingProgram(network, new TrainingProgram.Options(0, false), device());
    try (ProgramFitting fitting = new ProgramFitting(program, accumulate);
        FaceDataSetIterator faces = new FaceDataSetIterator(batches, 1, 0)) {
      // Waits for the next batch, so that the test does not depend on who is faster.
      Supplier<Optional<MultiDataSet>> next =
          () -> faces.hasNext() ? faces.peek() : Optional.empty();
      fitting.fit(faces, lookAhead ? next : Optional::empty, goesOn);
    }
    return network.graph().params();
  }

  private Device device() {
    SimulatedDevice.Listener listener =
        new SimulatedDevice.Listener() {
          @Override
          public void runs(Map<Operand, INDArray> arrays) {
            asked.add("run");
            List<INDArray> taken =
                arrays.values().stream().filter(staged::containsKey).distinct().toList();
            taken.forEach(array -> assertSameBits(array, staged.remove(array)));
            stagedRuns += taken.isEmpty() ? 0 : 1;
          }

          @Override
          public void stages(Map<Operand, INDArray> inputs) {
            asked.add(inputs.isEmpty() ? "forget" : "stage");
            if (inputs.isEmpty()) {
              staged.clear();
            }
            inputs.values().forEach(array -> staged.put(array, array.dup()));
          }
        };
    return new SimulatedDevice("listening", Devices.ofNd4j(), listener);
  }
}
