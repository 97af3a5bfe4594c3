package io.github.awing.cuda;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.InferenceProgram;
import io.github.awing.model.TrainingObjective;
import io.github.awing.model.TrainingProgram;
import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * Network, number of faces and precision of one row of the table.
 *
 * @param network paper or small
 * @param faces number of faces of a batch
 * @param precision of convolutions
 */
record TimedNetwork(String network, int faces, Precision precision) {

  private static final int LANDMARKS = 98;
  private static final int WARM_UP = 5;
  private static final int TIMED = 20;

  /** Measured medians. */
  record Row(
      String network, int faces, String precision, double stepMillis, double inferenceMillis) {}

  /** All rows, those of the project's goals first. */
  static List<TimedNetwork> all() {
    return Stream.of(
            new TimedNetwork("paper", 8, Precision.BFLOAT16),
            new TimedNetwork("paper", 8, Precision.TF32),
            new TimedNetwork("paper", 32, Precision.BFLOAT16),
            new TimedNetwork("paper", 1, Precision.BFLOAT16),
            new TimedNetwork("small", 8, Precision.TF32),
            new TimedNetwork("small", 8, Precision.BFLOAT16),
            new TimedNetwork("paper", 32, Precision.TF32),
            new TimedNetwork("paper", 1, Precision.TF32),
            new TimedNetwork("paper", 8, Precision.FLOAT32),
            new TimedNetwork("small", 64, Precision.BFLOAT16))
        .toList();
  }

  /** Losses of a training of the small network, on the same pictures each time. */
  static List<Double> losses(Device device, int steps, int faces) {
    List<Double> losses = new ArrayList<>();
    HourglassNetwork network = network(HourglassSpec.small(LANDMARKS));
    try (TrainingProgram training = training(network, device)) {
      for (int step = 0; step < steps; step++) {
        losses.add(training.step(batch(network.spec(), faces, step)));
      }
    }
    return losses;
  }

  /** Trains the small network for some steps, and runs something before its memory is freed. */
  static void afterSteps(Device device, int faces, int steps, Runnable work) {
    HourglassNetwork network = network(HourglassSpec.small(LANDMARKS));
    MultiDataSet batch = batch(network.spec(), faces, 0);
    try (TrainingProgram training = training(network, device)) {
      for (int step = 0; step < steps; step++) {
        training.step(batch);
      }
      work.run();
    }
  }

  Row run(Device device) {
    HourglassNetwork net = network(HourglassSpec.named(network, LANDMARKS));
    MultiDataSet batch = batch(net.spec(), faces, 0);
    double step;
    try (TrainingProgram training = training(net, device)) {
      step = median(() -> training.step(batch));
      training.synchronise();
    }
    try (InferenceProgram inference = net.compile(device)) {
      double found = median(() -> inference.heatmaps(batch.getFeatures(0)).close());
      return new Row(network, faces, precision.toString(), step, found);
    }
  }

  private static double median(Runnable work) {
    double[] millis = new double[TIMED];
    for (int i = -WARM_UP; i < TIMED; i++) {
      long start = System.nanoTime();
      work.run();
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    return millis[TIMED / 2];
  }

  static HourglassNetwork network(HourglassSpec spec) {
    MultiStackLoss loss =
        new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(spec.stacks(), 1.0));
    return HourglassNetwork.create(spec, new TrainingObjective(loss, new RmsProp(1e-4), 0), 7);
  }

  static TrainingProgram training(HourglassNetwork network, Device device) {
    return new TrainingProgram(network, new TrainingProgram.Options(0, false), device);
  }

  static MultiDataSet batch(HourglassSpec spec, int faces, int seed) {
    Nd4j.getRandom().setSeed(13 + seed);
    int size = spec.inputSize();
    int cells = spec.heatmapSize();
    INDArray pictures = Nd4j.rand(DataType.FLOAT, faces, 3, size, size);
    INDArray targets = Nd4j.rand(DataType.FLOAT, faces, cells, cells, spec.channels());
    return new MultiDataSet(
        new INDArray[] {pictures},
        Collections.nCopies(spec.stacks(), targets).toArray(INDArray[]::new));
  }

  @Override
  public String toString() {
    return "%s, %d faces, %s".formatted(network, faces, precision);
  }
}
