package io.github.awing.bench;

import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * Benchmark of NME, FR and AUC of WFLW's number of test faces, compared with the distances of their
 * landmarks alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class MetricsBenchmark {

  private static final int FACES = 2500;
  private static final int LANDMARKS = 98;
  private static final double THRESHOLD = 0.1;

  private final double[][] truths = new double[FACES][];
  private final double[][] predictions = new double[FACES][];
  private final Landmarks[] trueLandmarks = new Landmarks[FACES];
  private final Landmarks[] predicted = new Landmarks[FACES];
  private final Box[] boxes = new Box[FACES];
  private final NormalisedMeanError error =
      NormalisedMeanError.usual(LandmarkScheme.named("wflw-98"));

  /** Makes random points, and predictions a few pixels off. */
  @Setup
  public void start() {
    Random random = new Random(1904073991);
    for (int face = 0; face < FACES; face++) {
      truths[face] = random.doubles(2 * LANDMARKS, 0, 256).toArray();
      predictions[face] = truths[face].clone();
      for (int i = 0; i < predictions[face].length; i++) {
        predictions[face][i] += 3 * random.nextGaussian();
      }
      trueLandmarks[face] = Landmarks.of(truths[face]);
      predicted[face] = Landmarks.of(predictions[face]);
      boxes[face] = trueLandmarks[face].box();
    }
  }

  /** Computes all metrics. */
  @Benchmark
  public Metrics metrics() {
    double[] errors = new double[FACES];
    for (int face = 0; face < FACES; face++) {
      errors[face] = error.of(trueLandmarks[face], boxes[face], predicted[face]);
    }
    return FaceErrors.of(errors).metrics(THRESHOLD);
  }

  /** Computes the distances alone. */
  @Benchmark
  public double distances() {
    double sum = 0;
    for (int face = 0; face < FACES; face++) {
      double[] truth = truths[face];
      double[] prediction = predictions[face];
      for (int i = 0; i < truth.length; i += 2) {
        double x = truth[i] - prediction[i];
        double y = truth[i + 1] - prediction[i + 1];
        sum += Math.sqrt(x * x + y * y);
      }
    }
    return sum;
  }
}
