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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The authors' whole network with weights from a formula: counts, names, shapes and sampled outputs
 * of {@code golden/fan.json}, computed with their PyTorch code.
 */
class AuthorsNetworkTest {

  private static final JsonNode GOLDEN = Golden.json("fan");

  @ParameterizedTest
  @CsvSource({"1, 6333603", "2, 12273414", "4, 24153036"})
  void hasTheAuthorsParameterCount(int stacks, long expected) {
    assertThat(network(stacks).parameters()).isEqualTo(expected);
  }

  @Test
  void hasTheAuthorsTensors() {
    Map<String, INDArray> ours =
        HourglassNetwork.create(HourglassSpec.paper(98), 1).graph().paramTable();
    Set<String> names = new TreeSet<>();
    for (JsonNode tensor : GOLDEN.get("tensors")) {
      String name = ourName(tensor.get("name").asText());
      names.add(name);
      assertThat(ours).containsKey(name);
      assertThat(ours.get(name).length()).as(name).isEqualTo(length(tensor.get("shape")));
      if (name.endsWith("_W")) {
        assertThat(ours.get(name).shape()).as(name).containsExactly(shape(tensor.get("shape")));
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
    assertThatProgramAgrees(filled(2), picture(), 2, new Nd4jDevice());
  }

  @Test
  @Tag("slow")
  void givesTheAuthorsHeatmapsWithFourStacks() {
    assertOutputs(4);
  }

  private static HourglassNetwork filled(int stacks) {
    HourglassNetwork network = network(stacks);
    Map<String, INDArray> ours = network.graph().paramTable();
    for (JsonNode tensor : GOLDEN.get("tensors")) {
      String name = ourName(tensor.get("name").asText());
      if (ours.containsKey(name)) {
        fill(ours.get(name), tensor);
      }
    }
    return network;
  }

  private static INDArray picture() {
    INDArray picture = Nd4j.create(DataType.FLOAT, 1, 3, 256, 256);
    float[] pixels = new float[3 * 256 * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((uniform(1_000_000, i) + 1) / 2);
    }
    picture.data().setData(pixels);
    return picture;
  }

  private static void assertOutputs(int stacks) {
    HourglassNetwork network = filled(stacks);
    INDArray picture = picture();
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
      // Alone, and among so many that every core has some.
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

  private static HourglassNetwork network(int stacks) {
    return HourglassNetwork.create(
        new HourglassSpec(98, stacks, 256, 4, 256, true, true, false), 1);
  }

  private static String ourName(String theirs) {
    int dot = theirs.lastIndexOf('.');
    String layer = theirs.substring(0, dot);
    boolean batchNorm = layer.matches(".*(bn\\d|bn_end\\d|downsample\\.0)");
    return layer
        + "_"
        + switch (theirs.substring(dot + 1)) {
          case "weight" -> batchNorm ? "gamma" : "W";
          case "bias" -> batchNorm ? "beta" : "b";
          case "running_mean" -> "mean";
          case "running_var" -> "var";
          default -> throw new IllegalArgumentException(theirs);
        };
  }

  /** The formula of {@code fan.json}'s key "fill". */
  private static void fill(INDArray ours, JsonNode tensor) {
    int index = tensor.get("index").asInt();
    long[] shape = shape(tensor.get("shape"));
    String name = tensor.get("name").asText();
    float[] values = new float[(int) ours.length()];
    for (int i = 0; i < values.length; i++) {
      double u = uniform(index, i);
      double value;
      if (name.endsWith("running_var")) {
        value = 1 + 0.5 * u;
      } else if (name.endsWith("running_mean") || name.endsWith("bias")) {
        value = 0.1 * u;
      } else if (shape.length == 4) {
        value = u * Math.sqrt(3.0 / (shape[1] * shape[2] * shape[3]));
      } else {
        value = 1 + 0.1 * u;
      }
      values[i] = (float) value;
    }
    ours.assign(Nd4j.create(values, ours.shape(), 'c'));
  }

  private static double uniform(long tensor, long element) {
    long z = ((tensor << 32) + element + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) / (double) (1 << 24) * 2 - 1;
  }

  private static long[] shape(JsonNode node) {
    long[] shape = new long[node.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.get(i).asLong();
    }
    return shape;
  }

  private static long length(JsonNode shape) {
    long length = 1;
    for (JsonNode size : shape) {
      length *= size.asLong();
    }
    return length;
  }
}
