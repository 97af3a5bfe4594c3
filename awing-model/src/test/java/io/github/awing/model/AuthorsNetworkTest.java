package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.awing.program.Device;
import io.github.awing.program.cpu.Devices;
import io.github.awing.program.nd4j.Nd4jDevice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the authors' whole network, with weights from a formula, with the counts, names, shapes
 * and sampled outputs of {@code golden/fan.json}, computed with their PyTorch code.
 */
class AuthorsNetworkTest {

  private static final JsonNode GOLDEN = GoldenNetwork.GOLDEN;

  @ParameterizedTest
  @CsvSource({"1, 6333603", "2, 12273414", "4, 24153036"})
  void hasTheAuthorsParameterCount(int stacks, long expected) {
    assertThat(GoldenNetwork.network(stacks).parameters()).isEqualTo(expected);
  }

  @Test
  void hasTheAuthorsTensors() {
    Map<String, INDArray> ours =
        HourglassNetwork.create(HourglassSpec.paper(98), 1).graph().paramTable();
    Set<String> names = new TreeSet<>();
    for (JsonNode tensor : GOLDEN.get("tensors")) {
      String name = GoldenNetwork.ourName(tensor.get("name").asText());
      names.add(name);
      assertThat(ours).containsKey(name);
      assertThat(ours.get(name).length()).as(name).isEqualTo(length(tensor.get("shape")));
      if (name.endsWith("_W")) {
        assertThat(ours.get(name).shape())
            .as(name)
            .containsExactly(GoldenNetwork.shape(tensor.get("shape")));
      }
    }
    assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void givesTheAuthorsHeatmapsWithOneStack() {
    assertOutputs(1);
  }

  @Test
  @Tag("slow")
  void givesTheAuthorsHeatmapsWithTwoStacks() {
    assertOutputs(2);
  }

  @Test
  @Tag("slow")
  void givesTheAuthorsHeatmapsByNd4jsOperations() {
    assertThatProgramAgrees(GoldenNetwork.filled(2), GoldenNetwork.picture(), 2, new Nd4jDevice());
  }

  @Test
  @Tag("slow")
  void givesTheAuthorsHeatmapsWithFourStacks() {
    assertOutputs(4);
  }

  private static void assertOutputs(int stacks) {
    HourglassNetwork network = GoldenNetwork.filled(stacks);
    INDArray picture = GoldenNetwork.picture();
    INDArray[] outputs = network.graph().output(false, picture);

    for (JsonNode expected : GOLDEN.get("stacks_" + stacks).get("outputs")) {
      INDArray heatmaps = outputs[expected.get("stack").asInt()].permute(0, 3, 1, 2);
      assertThatSamplesAgree(heatmaps, expected, stacks);
    }
    INDArray last = outputs[stacks - 1].permute(0, 3, 1, 2);
    assertThat(network.heatmaps(picture).equalsWithEps(last, 1e-5)).isTrue();
    assertThatProgramAgrees(network, picture, stacks, Devices.ofNd4j());
  }

  private static void assertThatProgramAgrees(
      HourglassNetwork network, INDArray picture, int stacks, Device device) {
    try (InferenceProgram program = network.compile(device)) {
      // Once as a single face, and once among so many faces that every core has some.
      for (INDArray pictures : List.of(picture, Nd4j.concat(0, picture, picture, picture))) {
        INDArray heatmaps = program.heatmaps(pictures);
        for (JsonNode expected : GOLDEN.get("stacks_" + stacks).get("outputs")) {
          if (expected.get("stack").asInt() == stacks - 1) {
            assertThatSamplesAgree(heatmaps, expected, stacks);
          }
        }
      }
    }
  }

  private static void assertThatSamplesAgree(INDArray heatmaps, JsonNode expected, int stacks) {
    double tolerance = 1e-4 * expected.get("std").asDouble();
    for (JsonNode sample : expected.get("samples")) {
      assertThat(
              heatmaps.getDouble(
                  0, sample.get("c").asInt(), sample.get("y").asInt(), sample.get("x").asInt()))
          .as("stack %s of %d, %s", expected.get("stack"), stacks, sample)
          .isCloseTo(sample.get("value").asDouble(), within(tolerance));
    }
  }

  private static long length(JsonNode shape) {
    long length = 1;
    for (JsonNode size : shape) {
      length *= size.asLong();
    }
    return length;
  }
}
