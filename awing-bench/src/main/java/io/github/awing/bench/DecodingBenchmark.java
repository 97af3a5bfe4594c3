package io.github.awing.bench;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.ArgMaxQuarter;
import io.github.awing.model.DarkDecoder;
import io.github.awing.model.DecodedLandmarks;
import io.github.awing.model.SoftArgMax;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
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

/** Benchmark of decoding the heatmaps of 8 faces, compared with copying the heatmaps into Java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class DecodingBenchmark {

  private static final int LANDMARKS = 98;

  private final float[] copy = new float[8 * (LANDMARKS + 1) * 64 * 64];
  private INDArray heatmaps;

  /** Noise has a highest cell too. */
  @Setup
  public void start() {
    Nd4j.getRandom().setSeed(1904073991);
    heatmaps = Nd4j.rand(DataType.FLOAT, 8, LANDMARKS + 1, 64, 64);
  }

  /** {@link ArgMaxQuarter}. */
  @Benchmark
  public DecodedLandmarks argMaxQuarter() {
    return new ArgMaxQuarter().decode(heatmaps, LANDMARKS);
  }

  /** {@link DarkDecoder}. */
  @Benchmark
  public DecodedLandmarks dark() {
    return new DarkDecoder().decode(heatmaps, LANDMARKS);
  }

  /** {@link SoftArgMax}. */
  @Benchmark
  public DecodedLandmarks softArgMax() {
    return new SoftArgMax().decode(heatmaps, LANDMARKS);
  }

  /** Copies the heatmaps, which every decoder must read. */
  @Benchmark
  public float[] copy() {
    NativeFloats.toRead(heatmaps).get(copy);
    return copy;
  }
}
