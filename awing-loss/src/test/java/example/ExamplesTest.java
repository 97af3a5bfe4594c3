package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains the programs that docs/loss.md shows, saves them, and checks their answer to an unseen
 * picture.
 */
class ExamplesTest {

  private static final Pattern LOSSES = Pattern.compile("loss (\\S+), after training (\\S+)");

  @TempDir private Path folder;

  private interface Program {
    void run(String[] args) throws IOException;
  }

  @Test
  void sameDiff() throws IOException {
    File file = learns(SameDiffExample::main);
    assertPeak(SameDiff.load(file, false).outputSingle(Map.of("picture", picture()), "heatmap"));
  }

  @Test
  void computationGraph() throws IOException {
    File file = learns(ComputationGraphExample::main);
    assertPeak(ComputationGraph.load(file, false).outputSingle(picture()));
  }

  @Test
  void lossFunction() throws IOException {
    File file = learns(LossFunctionExample::main);
    assertPeak(MultiLayerNetwork.load(file, false).output(picture()));
  }

  private File learns(Program program) throws IOException {
    File file = folder.resolve("network").toFile();
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run(new String[] {file.toString()});
    } finally {
      System.setOut(console);
    }
    MatchResult losses =
        LOSSES
            .matcher(printed.toString(StandardCharsets.UTF_8))
            .results()
            .findFirst()
            .orElseThrow();
    assertThat(Double.parseDouble(losses.group(2)))
        .isLessThan(0.1 * Double.parseDouble(losses.group(1)));
    return file;
  }

  private static INDArray picture() {
    INDArray picture = Nd4j.zeros(DataType.FLOAT, 1, 1, 16, 16);
    picture.putScalar(new int[] {0, 0, 5, 6}, 1);
    return picture;
  }

  private static void assertPeak(INDArray heatmaps) {
    for (int channel = 0; channel < heatmaps.size(1); channel++) {
      INDArray heatmap = heatmaps.slice(0).slice(channel).dup('c');
      assertThat(heatmap.argMax().getInt(0)).isEqualTo(5 * 16 + 6);
      assertThat(heatmap.getDouble(5, 6)).isBetween(0.8, 1.2);
    }
  }
}
