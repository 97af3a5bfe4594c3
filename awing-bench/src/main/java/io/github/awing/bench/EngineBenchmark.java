package io.github.awing.bench;

import io.github.awing.eval.backend.BackendKind;
import io.github.awing.eval.backend.InferenceBackend;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmark of the engines on the same network, with one face and with eight at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx2g",
      "-Dorg.bytedeco.javacpp.maxbytes=8g",
      "-Dorg.bytedeco.javacpp.maxphysicalbytes=12g"
    })
public class EngineBenchmark {

  private static final int LANDMARKS = 98;

  /** See {@link HourglassSpec#named}. */
  @Param({"small", "paper"})
  private String preset;

  /** Number of faces at once. */
  @Param({"1", "8"})
  private int batch;

  /** See {@link BackendKind#named}. */
  @Param({"nd4j", "nd4j-bfloat16", "onnx"})
  private String engine;

  private InferenceBackend running;
  private INDArray pictures;

  /** Random faces and weights, since the time does not depend on them. */
  @Setup
  public void start() {
    HourglassSpec spec = HourglassSpec.named(preset, LANDMARKS);
    running = BackendKind.named(engine).start(HourglassNetwork.create(spec, 1));
    Nd4j.getRandom().setSeed(1904073991);
    pictures = Nd4j.rand(DataType.FLOAT, batch, 3, spec.inputSize(), spec.inputSize());
  }

  /** Frees the memory. */
  @TearDown
  public void stop() {
    running.close();
  }

  /** Computes all faces' heatmaps. */
  @Benchmark
  public void answer() {
    running.heatmaps(pictures).close();
  }
}
