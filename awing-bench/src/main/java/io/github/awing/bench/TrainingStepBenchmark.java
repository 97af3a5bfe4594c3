package io.github.awing.bench;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.TrainingProgram;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.dataset.MultiDataSet;
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

/** Benchmark of a training step, compared with its convolutions alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=20g"})
public class TrainingStepBenchmark {

  /** The preset, and the number of faces in a step. */
  @Param({"small-8", "paper-4"})
  private String network;

  private HourglassNetwork trained;
  private TrainingProgram program;
  private MultiDataSet faces;
  private Convolutions convolutions;

  /** Random faces, since the time does not depend on them. */
  @Setup
  public void start() {
    NetworkCase of = new NetworkCase(network);
    trained = of.network();
    faces = of.faces();
    program = new TrainingProgram(trained, new TrainingProgram.Options(0, false), of.device());
  }

  /** Runs forward, loss, backward and update. */
  @Benchmark
  public double step() {
    return program.step(faces);
  }

  /** Computes the convolutions alone, forward and backward. */
  @Benchmark
  public void convolutions() {
    if (convolutions == null) {
      convolutions = new Convolutions(trained.graph(), faces.getFeatures(0));
    }
    convolutions.forward();
    convolutions.backward();
  }
}
