package io.github.awing.model;

import static io.github.awing.model.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HourglassNetworkTest {

  @TempDir private Path folder;

  /** Deeplearning4j treats this project's layers like its own. */
  @ParameterizedTest
  @CsvSource({"true, true, false", "false, true, true", "true, false, true"})
  void survivesJsonAndTheModelSerializer(boolean coordConv, boolean boundary, boolean endRelu)
      throws IOException {
    HourglassNetwork network =
        HourglassNetwork.create(
            new HourglassSpec(3, 2, 16, 1, 64, coordConv, boundary, endRelu), 4);
    ComputationGraph graph = network.graph();
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
    File file = folder.resolve("graph.zip").toFile();
    ModelSerializer.writeModel(graph, file, true);
    ComputationGraph read = ModelSerializer.restoreComputationGraph(file);
    Nd4j.getRandom().setSeed(1);
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 2, 3, 64, 64);
    INDArray[] expected = graph.output(pictures);
    INDArray[] outputs = read.output(pictures);
    assertThat(outputs).hasSize(2);
    assertSameBits(outputs[0], expected[0]);
    assertSameBits(outputs[1], expected[1]);
  }

  @Test
  void presetsHaveTheirSizes() {
    assertThat(HourglassSpec.named("paper", 98))
        .isEqualTo(new HourglassSpec(98, 4, 256, 4, 256, true, true, false));
    assertThat(HourglassSpec.named("small", 68).heatmapSize()).isEqualTo(64);
    assertThat(HourglassSpec.named("tiny", 68).heatmapSize()).isEqualTo(32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HourglassSpec.named("huge", 68))
        .withMessageContaining("paper, small and tiny");
  }

  @Test
  void blockWeightsAreMostOfThePapersNetwork() {
    HourglassSpec paper = HourglassSpec.paper(98);
    assertThat(paper.blockWeights()).isBetween(20_000_000L, 24_153_036L);
  }

  @Test
  void refusesPicturesOfAnotherShape() {
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(3, 1, 16, 1, 64, true, true, false), 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.heatmaps(Nd4j.zeros(DataType.FLOAT, 1, 3, 32, 64)))
        .withMessageContaining("[N, 3, 64, 64]")
        .withMessageContaining("[1, 3, 32, 64]");
  }
}
