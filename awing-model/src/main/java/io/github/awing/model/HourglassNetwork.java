package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.layer.Convolution;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The stacked hourglass of the paper as a Deeplearning4j {@link ComputationGraph}: a face crop in,
 * one heatmap per landmark and stack out, and the boundary's.
 *
 * <p>Not thread-safe, as the graph is not.
 */
public final class HourglassNetwork {

  /** Pixels whose channels the first-level cache holds while they change order. */
  private static final int TILE = 64;

  private final HourglassSpec spec;
  private final PartwiseGraph graph;

  private HourglassNetwork(HourglassSpec spec, PartwiseGraph graph) {
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
    PartwiseGraph graph = new PartwiseGraph(HourglassGraph.of(spec, objective, seed));
    graph.init();
    startBiases(graph, seed);
    if (!(objective.updater() instanceof NoOp)) {
      graph.setUpdater(new OwnGradientUpdater(graph));
    }
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
   * From now on a step of training keeps only what goes from one stack to the next, and runs each
   * stack forward once more before it goes backward through it (gradient checkpointing): less
   * memory, more time, the same gradients. Listeners are told of what is kept alone.
   */
  public void recomputeActivations() {
    graph.recompute(HourglassGraph.partEnds(spec));
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
    int size = spec.inputSize();
    if (pictures.rank() != 4
        || pictures.size(1) != 3
        || pictures.size(2) != size
        || pictures.size(3) != size) {
      throw new IllegalArgumentException(
          "pictures must be [N, 3, %d, %<d], but are %s"
              .formatted(size, Arrays.toString(pictures.shape())));
    }
    String last = HourglassGraph.heatmaps(spec, spec.stacks() - 1);
    INDArray[] nhwc = graph.output(List.of(last), false, new INDArray[] {pictures}, null);
    // Closed, or else its memory stays until Java happens to collect garbage.
    try (INDArray heatmaps = nhwc[0]) {
      return channelsFirst(heatmaps);
    }
  }

  /** NHWC to NCHW; ND4J's own copy of a permuted array is ten times slower. */
  private static INDArray channelsFirst(INDArray nhwc) {
    if (!NativeFloats.areReachable()) {
      return nhwc.permute(0, 3, 1, 2).dup('c');
    }
    int channels = (int) nhwc.size(3);
    int pixels = (int) (nhwc.size(1) * nhwc.size(2));
    INDArray nchw =
        Nd4j.createUninitialized(
            DataType.FLOAT, nhwc.size(0), channels, nhwc.size(1), nhwc.size(2));
    FloatBuffer from = nhwc.data().asNioFloat();
    FloatBuffer to = nchw.data().asNioFloat();
    IntStream.range(0, (int) nhwc.size(0))
        .parallel()
        .forEach(
            n -> {
              float[] face = new float[pixels * channels];
              float[] tile = new float[Math.min(TILE, pixels) * channels];
              for (int first = 0; first < pixels; first += TILE) {
                int length = Math.min(TILE, pixels - first);
                from.get((n * pixels + first) * channels, tile, 0, length * channels);
                for (int c = 0; c < channels; c++) {
                  for (int pixel = 0; pixel < length; pixel++) {
                    face[c * pixels + first + pixel] = tile[pixel * channels + c];
                  }
                }
              }
              to.put(n * face.length, face);
            });
    // The buffer does not keep the array alive: its memory would be freed while it is read.
    Reference.reachabilityFence(nhwc);
    return nchw;
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
