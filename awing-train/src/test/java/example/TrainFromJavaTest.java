package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.eval.FaceAligner;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program that docs/training.md shows. */
class TrainFromJavaTest {

  @TempDir private Path folder;

  @Test
  void trainsANetworkThatAnAlignerLoads() throws Exception {
    Path wflw = folder.resolve("wflw");
    new SyntheticFaces(3).writeWflw(wflw, 2, 1, done -> {});

    TrainFromJava.main(new String[] {wflw.toString(), folder.resolve("run").toString(), "1"});

    try (FaceAligner aligner = FaceAligner.load(folder.resolve("run/checkpoints/best.awing"))) {
      assertThat(aligner.scheme().name()).isEqualTo("wflw-98");
    }
  }
}
