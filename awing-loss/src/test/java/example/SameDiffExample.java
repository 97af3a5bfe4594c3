package example;

import io.github.awing.loss.HeatmapLoss;
import java.io.File;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Trains one convolution to answer a bright pixel with a Gaussian. */
public final class SameDiffExample {

  public static void main(String[] args) {
    INDArray pictures = Nd4j.zeros(DataType.FLOAT, 8, 1, 16, 16);
    INDArray targets = Nd4j.zeros(DataType.FLOAT, 8, 1, 16, 16);
    for (int n = 0; n < 8; n++) {
      int landmarkX = 3 + n;
      int landmarkY = 12 - n;
      pictures.putScalar(new int[] {n, 0, landmarkY, landmarkX}, 1);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          double squared = Math.pow(x - landmarkX, 2) + Math.pow(y - landmarkY, 2);
          targets.putScalar(new int[] {n, 0, y, x}, Math.exp(-squared / 4.5));
        }
      }
    }

    SameDiff graph = SameDiff.create();
    SDVariable picture = graph.placeHolder("picture", DataType.FLOAT, -1, 1, 16, 16);
    SDVariable target = graph.placeHolder("target", DataType.FLOAT, -1, 1, 16, 16);
    SDVariable kernel = graph.var("kernel", Nd4j.zeros(DataType.FLOAT, 9, 9, 1, 1));
    SDVariable heatmap =
        graph
            .cnn()
            .conv2d(
                picture,
                kernel,
                Conv2DConfig.builder().kH(9).kW(9).paddingMode(PaddingMode.SAME).build());
    heatmap.rename("heatmap");
    HeatmapLoss.paper().loss(target, heatmap).rename("loss");
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(new Adam(0.01))
            .dataSetFeatureMapping("picture")
            .dataSetLabelMapping("target")
            .build());

    DataSet batch = new DataSet(pictures, targets);
    Map<String, INDArray> placeholders = Map.of("picture", pictures, "target", targets);
    double before = graph.outputSingle(placeholders, "loss").getDouble(0);
    for (int step = 0; step < 200; step++) {
      graph.fit(batch);
    }
    double after = graph.outputSingle(placeholders, "loss").getDouble(0);
    System.out.printf("loss %.4f, after training %.4f%n", before, after);
    graph.save(new File(args[0]), true);
  }
}
