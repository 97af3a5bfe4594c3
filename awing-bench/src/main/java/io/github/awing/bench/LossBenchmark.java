package io.github.awing.bench;

import io.github.awing.loss.AdaptiveWing;
import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.LossAndGradient;
import io.github.awing.loss.LossBackend;
import io.github.awing.loss.WeightedLossMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmark of the loss of a batch of the paper's size, [8, 99, 64, 64] floats, and its gradient,
 * with the weighted loss map. It is compared with a copy of the bytes that it must read and write,
 * which is a lower bound.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(value = 3, jvmArgsAppend = "-Xmx4g")
public class LossBenchmark {

  private static final long[] SHAPE = {8, 99, 64, 64};
  private static final double SIGMA = 1.75;

  private final WorkspaceConfiguration reused =
      WorkspaceConfiguration.builder()
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .initialSize(0)
          .build();

  private INDArray targets;
  private INDArray predictions;
  private INDArray copyOfTargets;
  private INDArray copyOfPredictions;
  private HeatmapLoss fused;
  private HeatmapLoss nd4j;
  private SameDiff graph;

  /** Makes Gaussian targets as in the paper, and predictions that differ slightly everywhere. */
  @Setup
  public void heatmaps() {
    Nd4j.getRandom().setSeed(1904073991);
    targets = Nd4j.create(DataType.FLOAT, SHAPE);
    int size = 64;
    float[] plane = new float[size * size];
    for (int n = 0; n < SHAPE[0]; n++) {
      for (int c = 0; c < SHAPE[1]; c++) {
        double x = 4 + 55 * Nd4j.getRandom().nextDouble();
        double y = 4 + 55 * Nd4j.getRandom().nextDouble();
        for (int i = 0; i < plane.length; i++) {
          double distance = Math.hypot(i % size - x, i / size - y);
          plane[i] =
              distance > 3 * SIGMA
                  ? 0
                  : (float) Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
        }
        targets.slice(n).slice(c).assign(Nd4j.create(plane, new long[] {size, size}, 'c'));
      }
    }
    predictions = targets.add(Nd4j.randn(DataType.FLOAT, SHAPE).muli(0.1));
    copyOfTargets = targets.dup();
    copyOfPredictions = predictions.dup();
    fused = loss(LossBackend.FUSED);
    nd4j = loss(LossBackend.ND4J);
    graph = SameDiff.create();
    SDVariable p = graph.var("predictions", predictions.dup());
    SDVariable y = graph.placeHolder("targets", DataType.FLOAT, SHAPE);
    HeatmapLoss.paper().loss(y, p).rename("loss");
    graph.setLossVariables("loss");
  }

  private static HeatmapLoss loss(LossBackend backend) {
    return new HeatmapLoss.Builder(new AdaptiveWing())
        .weightMap(new WeightedLossMap())
        .backend(backend)
        .build();
  }

  /** {@link LossBackend#FUSED}. */
  @Benchmark
  public double fused() {
    return evaluate(fused);
  }

  /** {@link LossBackend#ND4J}, in a workspace as in a network. */
  @Benchmark
  public double nd4jOperations() {
    return evaluate(nd4j);
  }

  private double evaluate(HeatmapLoss loss) {
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(reused, "LOSS")) {
      LossAndGradient evaluation = loss.evaluate(targets, predictions);
      return evaluation.loss().getDouble(0);
    }
  }

  /**
   * Computes the SameDiff graph's gradient, and the loss with it. Not in a workspace, where
   * Deeplearning4j 1.0.0-M2.1 loses the axes of its own reductions.
   */
  @Benchmark
  public INDArray sameDiff() {
    return graph
        .calculateGradientsAndOutputs(
            Map.of("targets", targets), List.of("loss"), List.of("predictions"))
        .getGradients()
        .get("predictions");
  }

  /**
   * Reads the loss's inputs and writes at least as many bytes as its outputs: the bound that memory
   * sets.
   */
  @Benchmark
  public void plainCopy() {
    copyOfTargets.assign(targets);
    copyOfPredictions.assign(predictions);
  }
}
