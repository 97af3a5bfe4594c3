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
 * Stacked hourglass network of the paper as a Deeplearning4j {@link ComputationGraph}. Its input is
 * a face crop. Each stack's output is one heatmap for each landmark, and the boundary's.
 *
 * <p>Not thread-safe, because the graph is not.
 */
public final class HourglassNetwork {

  private final HourglassSpec spec;
  private final ComputationGraph graph;

  private HourglassNetwork(HourglassSpec spec, ComputationGraph graph) {
    this.spec = spec;
    this.graph = graph;
  }

  /**
   * Creates a network with random weights for training.
   *
   * @param seed of the weights; the same seed gives the same weights
   * @throws IllegalArgumentException if the number of the objective's stack weights is not that of
   *     the stacks
   */
  public static HourglassNetwork create(
      HourglassSpec spec, TrainingObjective objective, long seed) {
    ComputationGraph graph = new ComputationGraph(HourglassGraph.of(spec, objective, seed));
    graph.init();
    startBiases(graph, seed);
    return new HourglassNetwork(spec, graph);
  }

  /** Creates a network with random weights that is not trained. */
  public static HourglassNetwork create(HourglassSpec spec, long seed) {
    return create(spec, TrainingObjective.none(spec.stacks()), seed);
  }

  /** The network's architecture. */
  public HourglassSpec spec() {
    return spec;
  }

  /**
   * The graph itself. Input: pictures [N, 3, S, S], NCHW; outputs and labels: every stack's
   * heatmaps [N, H, W, C], NHWC. The backward pass computes no gradient of the pictures.
   */
  public ComputationGraph graph() {
    return graph;
  }

  /**
   * Whether a parameter of the graph, given its name, is a batch normalisation's running mean or
   * variance. These are updated in training, but not by gradients.
   */
  public static boolean isRunningStatistic(String parameter) {
    return parameter.endsWith("_mean") || parameter.endsWith("_var");
  }

  /** Number of trained parameters, without the batch normalisations' running statistics. */
  public long parameters() {
    long statistics =
        graph.paramTable().entrySet().stream()
            .filter(e -> isRunningStatistic(e.getKey()))
            .mapToLong(e -> e.getValue().length())
            .sum();
    return graph.numParams() - statistics;
  }

  /**
   * Computes the last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], RGB from 0 to 1, S the input size in pixels
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; detached from any
   *     workspace
   * @throws IllegalArgumentException if the pictures' shape is different
   */
  public INDArray heatmaps(INDArray pictures) {
    checkPictures(spec, pictures);
    String last = HourglassGraph.heatmaps(spec, spec.stacks() - 1);
    INDArray[] nhwc = graph.output(List.of(last), false, new INDArray[] {pictures}, null);
    // Closed at once; otherwise its memory is freed only at the next garbage collection.
    try (INDArray heatmaps = nhwc[0]) {
      return heatmaps.permute(0, 3, 1, 2).dup('c');
    }
  }

  /**
   * Compiles the network for inference. The program is faster than {@link #heatmaps} and agrees
   * with it within rounding. It copies the weights, so later changes of the network do not affect
   * it.
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

  /**
   * Initialises biases as PyTorch does: uniform in ±1 / sqrt(fan in). Deeplearning4j supports only
   * constants.
   */
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
