package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.train.Trained;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data set may take hours to read, with a detector, so commands read each once. What a reader
 * leaves out it says every time that it reads: here, once.
 */
class ReadOnceTest {

  private static final List<String> SMALL =
      List.of("features=16", "depth=1", "input-size=64", "batch-size=4", "epochs=1");

  @TempDir private Path folder;
  private Path train;
  private Path test;

  @BeforeEach
  void facesAndAPictureWithoutPoints() throws IOException {
    new SyntheticFaces(3).writeIbug(folder.resolve("faces"), 12, 3, done -> {});
    train = withStray(folder.resolve("faces/helen/trainset"));
    test = withStray(folder.resolve("faces/helen/testset"));
  }

  private static Path withStray(Path faces) throws IOException {
    BufferedImage picture = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", faces.resolve("stray.png").toFile());
    return faces;
  }

  @Test
  void aTrainingThatHoldsFacesOutReadsOnce() {
    Trained trained =
        Trained.train(
            train, folder.resolve("run"), List.of("--hold-out", "3"), SMALL.toArray(String[]::new));

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("8 faces of pts", "NME");
    assertThat(readings(trained, train)).isEqualTo(1);
  }

  @Test
  void allTrainingsOfAnAblationReadOnce() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            base: small
            data: faces/helen/trainset
            test: faces/helen/testset
            set: {features: 16, depth: 1, input-size: 64, batch-size: 4, epochs: 1}
            seeds: [1, 2]
            learning-rates: [0.01, 0.001]
            rows:
              awing: {}
            """);
    Path out = folder.resolve("out");

    Trained ablation = Trained.run("ablate", plan.toString(), "--out", out.toString());

    assertThat(ablation.exitCode()).as(ablation.err()).isZero();
    assertThat(ablation.err()).contains("training 4 of 4");
    assertThat(readings(ablation, train)).isEqualTo(1);
    assertThat(readings(ablation, test)).isEqualTo(1);

    // One run is lost: what is gone on with reads each once, too.
    Files.delete(out.resolve("runs/awing-seed2/measured.json"));
    Trained again = Trained.run("ablate", plan.toString(), "--out", out.toString());

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("training 4 of 4").doesNotContain("training 3 of 4");
    assertThat(readings(again, train)).isEqualTo(1);
    assertThat(readings(again, test)).isEqualTo(1);
  }

  private static long readings(Trained command, Path faces) {
    return command
        .err()
        .lines()
        .filter(line -> line.startsWith(faces + ": 1 pictures are left out"))
        .count();
  }
}
