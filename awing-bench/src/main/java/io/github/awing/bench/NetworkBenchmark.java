package io.github.awing.bench;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.TrainingObjective;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a network of each preset costs: one face answered, and a step of four faces trained. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx4g",
      "-Dorg.bytedeco.javacpp.maxbytes=16g",
      "-Dorg.bytedeco.javacpp.maxphysicalbytes=20g"
    })
public class NetworkBenchmark {

  private static final int LANDMARKS = 98;
  private static final int BATCH = 4;

  /** See {@link HourglassSpec#named}. */
  @Param({"tiny", "small", "paper"})
  private String preset;

  private HourglassNetwork network;
  private INDArray picture;
  private MultiDataSet batch;

  /** Any faces will do. */
  @Setup
  public void network() {
    HourglassSpec spec = HourglassSpec.named(preset, LANDMARKS);
    network =
        HourglassNetwork.create(
            spec,
            new TrainingObjective(
                new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(spec.stacks(), 1.0)),
                new Adam(1e-4),
                0),
            1);
    Nd4j.getRandom().setSeed(1904073991);
    int size = spec.inputSize();
    int cells = spec.heatmapSize();
    picture = Nd4j.rand(DataType.FLOAT, 1, 3, size, size);
    INDArray targets = Nd4j.rand(DataType.FLOAT, BATCH, cells, cells, spec.channels());
    batch =
        new MultiDataSet(
            new INDArray[] {Nd4j.rand(DataType.FLOAT, BATCH, 3, size, size)},
            Collections.nCopies(spec.stacks(), targets).toArray(INDArray[]::new));
  }

  /** One face's heatmaps. */
  @Benchmark
  public INDArray answer() {
    return network.heatmaps(picture);
  }

  /** Forward, loss, backward, update. */
  @Benchmark
  public double step() {
    network.graph().fit(batch);
    return network.graph().score();
  }
}
