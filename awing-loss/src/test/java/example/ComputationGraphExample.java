package example;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.HeatmapLossLayer;
import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Trains a network of two landmarks, of which the second is not labelled in every picture. */
public final class ComputationGraphExample {

  public static void main(String[] args) throws IOException {
    INDArray pictures = Nd4j.zeros(DataType.FLOAT, 8, 1, 16, 16);
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 8, 2, 16, 16);
    INDArray visible = Nd4j.ones(DataType.FLOAT, 8, 2);
    for (int n = 0; n < 8; n++) {
      pictures.putScalar(new int[] {n, 0, 12 - n, 3 + n}, 1);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          double squared = Math.pow(x - 3 - n, 2) + Math.pow(y - 12 + n, 2);
          targets.putScalar(new int[] {n, 0, y, x}, Math.exp(-squared / 4.5));
          targets.putScalar(new int[] {n, 1, y, x}, Math.exp(-squared / 2));
        }
      }
      visible.putScalar(n, 1, n % 2);
    }

    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("picture")
                .setInputTypes(InputType.convolutional(16, 16, 1))
                .addLayer(
                    "heatmaps",
                    new ConvolutionLayer.Builder(9, 9)
                        .nOut(2)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "picture")
                .addLayer("loss", new HeatmapLossLayer(HeatmapLoss.paper()), "heatmaps")
                .setOutputs("loss")
                .build());
    graph.init();

    DataSet batch = new DataSet(pictures, targets, null, visible);
    double before = graph.score(batch);
    for (int step = 0; step < 200; step++) {
      graph.fit(batch);
    }
    System.out.printf("loss %.4f, after training %.4f%n", before, graph.score(batch));
    graph.save(new File(args[0]));
  }
}
