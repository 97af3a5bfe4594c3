package io.github.awing.model;

import io.github.awing.model.layer.Convolution;
import io.github.awing.program.Device;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The stacked hourglass of the paper as a Deeplearning4j {@link ComputationGraph}: a face crop in,
 * one heatmap per landmark and stack out, and the boundary's.
 *
 * <p>Not thread-safe, as the graph is not.
 */
public final class HourglassNetwork {

  private final HourglassSpec spec;
  private final ComputationGraph graph;

  private HourglassNetwork(HourglassSpec spec, ComputationGraph graph) {
    this.spec = spec;
    this.graph = graph;
  }

  /**
   * A network with fresh weights that can be trained.
   *
   * @param seed of the weights; the same seed gives the same weights
   * @throws IllegalArgumentException if the objective has not one weight per stack
   */
  public static HourglassNetwork create(
      HourglassSpec spec, TrainingObjective objective, long seed) {
    ComputationGraph graph = new ComputationGraph(HourglassGraph.of(spec, objective, seed));
    graph.init();
    startBiases(graph, seed);
    return new HourglassNetwork(spec, graph);
  }

  /** A network with fresh weights that is not to be trained. */
  public static HourglassNetwork create(HourglassSpec spec, long seed) {
    return create(spec, TrainingObjective.none(spec.stacks()), seed);
  }

  /** What the network is made of. */
  public HourglassSpec spec() {
    return spec;
  }

  /**
   * The graph itself. Input: pictures [N, 3, S, S], NCHW; outputs and labels: every stack's
   * heatmaps [N, H, W, C], NHWC. In backward the pictures get no gradient.
   */
  public ComputationGraph graph() {
    return graph;
  }

  /**
   * Whether a parameter of the graph, by its name, is a batch normalisation's running mean or
   * variance: it moves with the weights, but not along a gradient.
   */
  public static boolean isRunningStatistic(String parameter) {
    return parameter.endsWith("_mean") || parameter.endsWith("_var");
  }

  /** Trained numbers, without the batch normalisations' running statistics. */
  public long parameters() {
    long statistics =
        graph.paramTable().entrySet().stream()
            .filter(e -> isRunningStatistic(e.getKey()))
            .mapToLong(e -> e.getValue().length())
            .sum();
    return graph.numParams() - statistics;
  }

  /**
   * The last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], RGB from 0 to 1, S the input size
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; detached from any
   *     workspace
   * @throws IllegalArgumentException if the pictures have another shape
   */
  public INDArray heatmaps(INDArray pictures) {
    checkPictures(spec, pictures);
    String last = HourglassGraph.heatmaps(spec, spec.stacks() - 1);
    INDArray[] nhwc = graph.output(List.of(last), false, new INDArray[] {pictures}, null);
    // Closed, or else its memory stays until Java happens to collect garbage.
    try (INDArray heatmaps = nhwc[0]) {
      return heatmaps.permute(0, 3, 1, 2).dup('c');
    }
  }

  /**
   * The network as it is now, compiled for inference alone: faster than {@link #heatmaps}, which it
   * agrees with to rounding, and blind to what happens to the weights afterwards.
   */
  public InferenceProgram compile(Device device) {
    return new InferenceProgram(this, device);
  }

  static void checkPictures(HourglassSpec spec, INDArray pictures) {
    int size = spec.inputSize();
    if (pictures.rank() != 4
        || pictures.size(1) != 3
        || pictures.size(2) != size
        || pictures.size(3) != size) {
      throw new IllegalArgumentException(
          "pictures must be [N, 3, %d, %<d], but are %s"
              .formatted(size, Arrays.toString(pictures.shape())));
    }
  }

  /** As PyTorch starts them: uniform in ±1 / sqrt(fan in). Deeplearning4j knows only constants. */
  private static void startBiases(ComputationGraph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof Convolution convolution && convolution.hasBias()) {
        int[] kernel = convolution.getKernelSize();
        double bound = 1 / Math.sqrt((double) convolution.getNIn() * kernel[0] * kernel[1]);
        INDArray bias = layer.getParam(ConvolutionParamInitializer.BIAS_KEY);
        for (int c = 0; c < bias.length(); c++) {
          bias.putScalar(c, bound * (2 * random.nextDouble() - 1));
        }
      }
    }
  }
}
