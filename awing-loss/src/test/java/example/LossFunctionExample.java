package example;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.HeatmapLossFunction;
import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Trains a network that ends in a CnnLossLayer, with the loss as its loss function. */
public final class LossFunctionExample {

  public static void main(String[] args) throws IOException {
    INDArray pictures = Nd4j.zeros(DataType.FLOAT, 8, 1, 16, 16);
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 8, 1, 16, 16);
    for (int n = 0; n < 8; n++) {
      pictures.putScalar(new int[] {n, 0, 12 - n, 3 + n}, 1);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          double squared = Math.pow(x - 3 - n, 2) + Math.pow(y - 12 + n, 2);
          targets.putScalar(new int[] {n, 0, y, x}, Math.exp(-squared / 4.5));
        }
      }
    }

    int height = 16;
    int width = 16;
    double scale = 1;
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(9, 9)
                        .nOut(1)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(
                    new CnnLossLayer.Builder(
                            new HeatmapLossFunction(HeatmapLoss.paper(), height, width, scale))
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutional(height, width, 1))
                .build());
    network.init();

    DataSet batch = new DataSet(pictures, targets);
    double before = network.score(batch);
    for (int step = 0; step < 200; step++) {
      network.fit(batch);
    }
    System.out.printf("loss %.4f, after training %.4f%n", before, network.score(batch));
    network.save(new File(args[0]));
  }
}
