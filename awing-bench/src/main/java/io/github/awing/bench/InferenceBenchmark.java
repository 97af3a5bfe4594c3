package io.github.awing.bench;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.InferenceProgram;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
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

/** Benchmark of a network's heatmaps, compared with the network's convolutions alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=20g"})
public class InferenceBenchmark {

  /** The preset, and the number of faces at once. */
  @Param({"small-1", "small-8", "paper-1", "paper-8"})
  private String network;

  private HourglassNetwork asked;
  private InferenceProgram compiled;
  private INDArray pictures;
  private Convolutions convolutions;

  /** Random faces, since the time does not depend on them. */
  @Setup
  public void start() {
    NetworkCase of = new NetworkCase(network);
    asked = of.network();
    compiled = asked.compile(of.device());
    pictures = of.pictures();
  }

  /** Computes all faces' heatmaps, reads them and frees them. */
  @Benchmark
  public double heatmaps() {
    try (INDArray heatmaps = compiled.heatmaps(pictures)) {
      return heatmaps.getDouble(0);
    }
  }

  /** Computes the convolutions alone. */
  @Benchmark
  public void convolutions() {
    if (convolutions == null) {
      convolutions = new Convolutions(asked.graph(), pictures);
    }
    convolutions.forward();
  }
}
