package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import java.util.Collections;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Tests that a network can overfit two pictures. */
@Tag("slow")
class OverfittingTest {

  private static final int LANDMARKS = 4;
  private static final int SIZE = 16;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void overfitsOneBatch(int stacks) {
    HourglassSpec spec = new HourglassSpec(LANDMARKS, stacks, 16, 1, 64, true, true, false);
    HourglassNetwork network =
        HourglassNetwork.create(
            spec,
            new TrainingObjective(
                new MultiStackLoss(HeatmapLoss.paper(), Collections.nCopies(stacks, 1.0)),
                new Adam(0.01),
                0),
            3);
    SplittableRandom random = new SplittableRandom(5);
    float[] pixels = new float[2 * 3 * 64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    INDArray pictures = Nd4j.create(pixels, new long[] {2, 3, 64, 64}, 'c');
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 2, SIZE, SIZE, spec.channels());
    double[][] places = new double[2 * spec.channels()][];
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < spec.channels(); c++) {
        double x = 3 + 10 * random.nextDouble();
        double y = 3 + 10 * random.nextDouble();
        places[n * spec.channels() + c] = new double[] {x, y};
        for (int cell = 0; cell < SIZE * SIZE; cell++) {
          double square = Math.pow(cell % SIZE + 0.5 - x, 2) + Math.pow(cell / SIZE + 0.5 - y, 2);
          targets.putScalar(
              new int[] {n, cell / SIZE, cell % SIZE, c}, Math.exp(-square / (2 * 1.75 * 1.75)));
        }
      }
    }
    INDArray[] labels = Collections.nCopies(stacks, targets).toArray(INDArray[]::new);
    MultiDataSet batch = new MultiDataSet(new INDArray[] {pictures}, labels);
    ComputationGraph graph = network.graph();
    graph.fit(batch);
    double first = graph.score();
    for (int step = 0; step < 150; step++) {
      graph.fit(batch);
    }
    assertThat(graph.score()).isLessThan(0.02 * first);

    // The running statistics then fit the batch, so inference is as good.
    DecodedLandmarks decoded = new DarkDecoder().decode(network.heatmaps(pictures), LANDMARKS);
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < LANDMARKS; c++) {
        double[] place = places[n * spec.channels() + c];
        assertThat(Math.hypot(decoded.x()[n][c] - place[0], decoded.y()[n][c] - place[1]))
            .as("face %d, landmark %d", n, c)
            .isLessThan(0.5);
      }
    }
  }
}
