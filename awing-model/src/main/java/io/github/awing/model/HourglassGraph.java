package io.github.awing.model;

import io.github.awing.loss.HeatmapLossLayer;
import io.github.awing.model.layer.AveragePool;
import io.github.awing.model.layer.BatchNormReLU;
import io.github.awing.model.layer.ConcatenateAdd;
import io.github.awing.model.layer.Convolution;
import io.github.awing.model.layer.CoordConv;
import io.github.awing.model.layer.UpsampleAdd;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Builds the authors' stacked hourglass, layer by layer. Its layers have the names of the authors'
 * released code ({@code core/models.py}), for example {@code m0.b1_4.conv1}, so that weights can be
 * matched by name.
 */
final class HourglassGraph {

  private final HourglassSpec spec;
  private final GraphBuilder graph;

  private HourglassGraph(HourglassSpec spec, GraphBuilder graph) {
    this.spec = spec;
    this.graph = graph;
  }

  static ComputationGraphConfiguration of(
      HourglassSpec spec, TrainingObjective objective, long seed) {
    int stackWeights = objective.loss().stackWeights().size();
    if (stackWeights != spec.stacks()) {
      throw new IllegalArgumentException(
          "%d stacks need as many stack weights, but there are %d"
              .formatted(spec.stacks(), stackWeights));
    }
    NeuralNetConfiguration.Builder settings =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            // The loss is already a mean over the batch.
            .miniBatch(false)
            .updater(objective.updater())
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED);
    if (objective.weightDecay() > 0) {
      settings.l2(objective.weightDecay());
    }
    GraphBuilder graph =
        settings
            .graphBuilder()
            .addInputs("picture")
            .setInputTypes(
                InputType.convolutional(spec.inputSize(), spec.inputSize(), 3, CNN2DFormat.NCHW));
    new HourglassGraph(spec, graph).build(HeatmapLossLayer.ofStacks(objective.loss()));
    return graph.build();
  }

  /** Name of the layer whose output is a stack's heatmaps, NHWC. */
  static String heatmaps(HourglassSpec spec, int stack) {
    return spec.endRelu() ? "relu_l" + stack : "l" + stack;
  }

  /** Names of the layers whose outputs later stacks need: the trunk and the heatmaps. */
  static Set<String> kept(HourglassSpec spec) {
    return IntStream.range(0, spec.stacks())
        .boxed()
        .flatMap(stack -> Stream.of(trunk(stack), heatmaps(spec, stack)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Name of the layer whose output is a stack's input. */
  private static String trunk(int stack) {
    return stack == 0 ? "conv4" : "trunk" + stack;
  }

  private void build(List<HeatmapLossLayer> losses) {
    int features = spec.features();
    String trunk = stem();
    List<String> outputs = new ArrayList<>();
    for (int stack = 0; stack < spec.stacks(); stack++) {
      String hourglass = hourglass(stack, trunk);
      String top = convBlock("top_m_" + stack, hourglass, features, features);
      String end = batchNorm("bn_end" + stack, convolution("conv_last" + stack, top, features, 1));
      String heatmaps = convolution("l" + stack, end, spec.channels(), 1);
      if (spec.endRelu()) {
        graph.addLayer(
            heatmaps(spec, stack),
            new ActivationLayer.Builder().activation(Activation.RELU).build(),
            heatmaps);
        heatmaps = heatmaps(spec, stack);
      }
      String output = "loss" + stack;
      graph.addLayer(output, losses.get(stack), heatmaps);
      outputs.add(output);
      if (stack + 1 < spec.stacks()) {
        String back = convolution("bl" + stack, end, features, 1);
        String fromHeatmaps = convolution("al" + stack, heatmaps, features, 1);
        trunk = add(trunk(stack + 1), trunk, back, fromHeatmaps);
      }
    }
    graph.setOutputs(outputs.toArray(String[]::new));
  }

  /** The layers from the picture to the first hourglass: a quarter of the size, all features. */
  private String stem() {
    int features = spec.features();
    graph.addVertex("coords", new CoordConv(CNN2DFormat.NCHW, spec.coordConv()), "picture");
    graph.addLayer("conv1.conv", new Convolution(features / 4, 7, 2, true).first(), "coords");
    String half = batchNorm("bn1", "conv1.conv");
    half = convBlock("conv2", half, features / 4, features / 2);
    String quarter = pool("pool", half);
    quarter = convBlock("conv3", quarter, features / 2, features / 2);
    return convBlock(trunk(0), quarter, features / 2, features);
  }

  private String hourglass(int stack, String trunk) {
    String name = "m" + stack;
    String coords = name + ".coords";
    CoordConv append = new CoordConv(CNN2DFormat.NHWC, spec.coordConv());
    if (spec.coordConv() && spec.boundary() && stack > 0) {
      graph.addVertex(coords, append, trunk, heatmaps(spec, stack - 1));
    } else {
      graph.addVertex(coords, append, trunk);
    }
    return level(
        name, spec.depth(), convolution(name + ".coordconv.conv", coords, spec.features(), 1));
  }

  private String level(String name, int level, String input) {
    int features = spec.features();
    String high = convBlock(name + ".b1_" + level, input, features, features);
    String low = pool(name + ".pool_" + level, input);
    low = convBlock(name + ".b2_" + level, low, features, features);
    low =
        level > 1
            ? level(name, level - 1, low)
            : convBlock(name + ".b2_plus_" + level, low, features, features);
    low = convBlock(name + ".b3_" + level, low, features, features);
    String up = name + ".up_" + level;
    graph.addVertex(up, new UpsampleAdd(), high, low);
    return up;
  }

  /**
   * A ConvBlock: three convolutions of decreasing numbers of channels, concatenated, plus the input
   * or its projection.
   */
  private String convBlock(String name, String input, int in, int out) {
    String first = convolution3(name, 1, input, out / 2);
    String second = convolution3(name, 2, first, out / 4);
    String third = convolution3(name, 3, second, out / 4);
    String residual = input;
    if (in != out) {
      residual = name + ".downsample.2";
      graph.addLayer(
          residual, new Convolution(out, 1, 1, false), batchNorm(name + ".downsample.0", input));
    }
    graph.addVertex(name, new ConcatenateAdd(), first, second, third, residual);
    return name;
  }

  private String convolution3(String block, int index, String input, int out) {
    String name = block + ".conv" + index;
    graph.addLayer(
        name, new Convolution(out, 3, 1, false), batchNorm(block + ".bn" + index, input));
    return name;
  }

  private String convolution(String name, String input, int out, int kernel) {
    graph.addLayer(name, new Convolution(out, kernel, 1, true), input);
    return name;
  }

  private String batchNorm(String name, String input) {
    graph.addLayer(name, new BatchNormReLU(), input);
    return name;
  }

  private String pool(String name, String input) {
    graph.addVertex(name, new AveragePool(), input);
    return name;
  }

  private String add(String name, String... inputs) {
    graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
    return name;
  }
}
