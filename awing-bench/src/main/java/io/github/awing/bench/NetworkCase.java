package io.github.awing.bench;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.TrainingObjective;
import io.github.awing.program.Device;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import java.util.Collections;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * Network and batch size of a benchmark. It is written {@code small-8}, the preset and the batch
 * size, or {@code small-bfloat16-8} for convolutions in bfloat16. Faces and weights are random.
 * Targets are Gaussians as in the paper, since the loss's time depends on the share of zeros in a
 * heatmap.
 */
final class NetworkCase {

  private static final int LANDMARKS = 98;
  private static final double SIGMA = 1.75;
  private static final String BFLOAT16 = "-bfloat16";

  private final HourglassSpec spec;
  private final Precision precision;
  private final int batch;

  NetworkCase(String name) {
    int dash = name.lastIndexOf('-');
    String network = name.substring(0, dash);
    precision = network.endsWith(BFLOAT16) ? Precision.BFLOAT16 : Precision.FLOAT32;
    spec = HourglassSpec.named(network.replace(BFLOAT16, ""), LANDMARKS);
    batch = Integer.parseInt(name.substring(dash + 1));
  }

  /** Creates the network with the paper's loss and optimiser. */
  HourglassNetwork network() {
    HourglassNetwork network =
        HourglassNetwork.create(
            spec,
            new TrainingObjective(
                new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(spec.stacks(), 1.0)),
                new RmsProp(1e-4),
                0),
            1);
    return network;
  }

  Device device() {
    return Devices.ofNd4j(precision);
  }

  INDArray pictures() {
    Nd4j.getRandom().setSeed(1904073991);
    return Nd4j.rand(DataType.FLOAT, batch, 3, spec.inputSize(), spec.inputSize());
  }

  MultiDataSet faces() {
    return new MultiDataSet(
        new INDArray[] {pictures()},
        Collections.nCopies(spec.stacks(), targets()).toArray(INDArray[]::new));
  }

  private INDArray targets() {
    Random random = new Random(1904073991);
    int cells = spec.heatmapSize();
    int channels = spec.channels();
    float[] values = new float[batch * cells * cells * channels];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        double x = cells * random.nextDouble();
        double y = cells * random.nextDouble();
        for (int cell = 0; cell < cells * cells; cell++) {
          double distance = Math.hypot(cell % cells - x, cell / cells - y);
          values[(n * cells * cells + cell) * channels + c] =
              distance > 3 * SIGMA
                  ? 0
                  : (float) Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
        }
      }
    }
    return Nd4j.create(values, new long[] {batch, cells, cells, channels}, 'c');
  }
}
