package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.InferenceProgram;
import io.github.awing.model.TrainingProgram;
import io.github.awing.program.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Tests the kernels and convolutions that the paper's network requests from a card, without running
 * them.
 */
@Tag("slow")
class PaperNetworkTest {

  private static final int[] ARCHITECTURES = {75, 80, 86, 89, 90, 100, 120};

  private static IdleCard asked(Precision precision) {
    IdleCard card = new IdleCard();
    CudaDevice device = new CudaDevice(card, precision, true);
    HourglassNetwork network = TimedNetwork.network(HourglassSpec.paper(98));
    MultiDataSet batch = TimedNetwork.batch(network.spec(), 2, 0);
    try (TrainingProgram training = TimedNetwork.training(network, device)) {
      training.step(batch);
    }
    try (InferenceProgram inference = network.compile(device)) {
      inference.heatmaps(batch.getFeatures(0)).close();
    }
    return card;
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16"})
  void kernelsCompileForEveryCard(Precision precision, @TempDir Path folder) {
    InstalledLibraries.assume();
    KernelCompiler compiler = new KernelCompiler(new CacheFolder(folder));
    for (IdleCard.Compiled file : asked(precision).compiled()) {
      for (int architecture : ARCHITECTURES) {
        byte[] code = compiler.compile(file.name(), file.source(), file.options(), architecture);
        assertThat(code).as("%s for %d", file.name(), architecture).startsWith(0x7f, 'E', 'L', 'F');
      }
    }
  }

  /**
   * Tensor cores read channels in groups of eight; other convolutions would copy their operands
   * each time.
   */
  @Test
  void convolutionsOfBfloat16HaveChannelsInEights() {
    assertThat(asked(Precision.BFLOAT16).convolutions())
        .isNotEmpty()
        .allMatch(task -> task.inputs() % 8 == 0 && task.outputs() % 8 == 0);
  }
}
