package io.github.awing.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The authors' network with weights from a formula, and the outputs that their PyTorch code
 * computes: {@code golden/fan.json}.
 */
public final class GoldenNetwork {

  /** Numbers, names, shapes and sampled outputs. */
  static final JsonNode GOLDEN = Golden.json("fan");

  private GoldenNetwork() {}

  /**
   * One value of the last stack's heatmaps.
   *
   * @param channel of the heatmap
   * @param y row
   * @param x column
   * @param value as PyTorch computes it
   * @param std of all numbers of the heatmaps
   */
  public record Sample(int channel, int y, int x, double value, double std) {}

  /** The samples for this number of stacks, from the last stack. */
  public static List<Sample> samples(int stacks) {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode output : GOLDEN.get("stacks_" + stacks).get("outputs")) {
      if (output.get("stack").asInt() == stacks - 1) {
        for (JsonNode sample : output.get("samples")) {
          samples.add(
              new Sample(
                  sample.get("c").asInt(),
                  sample.get("y").asInt(),
                  sample.get("x").asInt(),
                  sample.get("value").asDouble(),
                  output.get("std").asDouble()));
        }
      }
    }
    return samples;
  }

  /** The network of this number of stacks, with the formula's weights. */
  public static HourglassNetwork filled(int stacks) {
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

  /** The picture, [1, 3, 256, 256]. */
  public static INDArray picture() {
    INDArray picture = Nd4j.create(DataType.FLOAT, 1, 3, 256, 256);
    float[] pixels = new float[3 * 256 * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((uniform(1_000_000, i) + 1) / 2);
    }
    picture.data().setData(pixels);
    return picture;
  }

  static HourglassNetwork network(int stacks) {
    return HourglassNetwork.create(
        new HourglassSpec(98, stacks, 256, 4, 256, true, true, false), 1);
  }

  static String ourName(String theirs) {
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
  static void fill(INDArray ours, JsonNode tensor) {
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

  static double uniform(long tensor, long element) {
    long z = ((tensor << 32) + element + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) / (double) (1 << 24) * 2 - 1;
  }

  static long[] shape(JsonNode node) {
    long[] shape = new long[node.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.get(i).asLong();
    }
    return shape;
  }
}
