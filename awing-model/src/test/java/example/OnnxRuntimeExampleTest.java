package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.model.ArgMaxQuarter;
import io.github.awing.model.DecodedLandmarks;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.onnx.OnnxExport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The program that docs/network.md shows finds what we find, to the quarter cell it leaves out. */
class OnnxRuntimeExampleTest {

  @TempDir private Path folder;

  @Test
  void findsWhatWeFind() throws Exception {
    HourglassNetwork network =
        HourglassNetwork.create(new HourglassSpec(5, 1, 16, 1, 64, true, true, false), 1);
    Path onnx = folder.resolve("network.onnx");
    OnnxExport.write(network, "mine", 1.25, onnx);
    BufferedImage crop = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    INDArray pictures = Nd4j.create(DataType.FLOAT, 1, 3, 64, 64);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 64 * 64; i++) {
      int rgb = random.nextInt(1 << 24);
      crop.setRGB(i % 64, i / 64, rgb);
      for (int c = 0; c < 3; c++) {
        pictures.putScalar(new int[] {0, c, i / 64, i % 64}, (rgb >> (16 - 8 * c) & 255) / 255f);
      }
    }
    Path png = folder.resolve("crop.png");
    ImageIO.write(crop, "png", png.toFile());

    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      OnnxRuntimeExample.main(new String[] {onnx.toString(), png.toString()});
    } finally {
      System.setOut(console);
    }

    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    DecodedLandmarks ours = new ArgMaxQuarter().decode(network.heatmaps(pictures), 5);
    assertThat(lines).hasSize(5);
    for (int landmark = 0; landmark < 5; landmark++) {
      String[] parts = lines.get(landmark).split(" ");
      assertThat(Double.parseDouble(parts[1]))
          .isBetween(4 * ours.x()[0][landmark] - 1.51, 4 * ours.x()[0][landmark] + 0.51);
      assertThat(Double.parseDouble(parts[2]))
          .isBetween(4 * ours.y()[0][landmark] - 1.51, 4 * ours.y()[0][landmark] + 0.51);
    }
  }
}
