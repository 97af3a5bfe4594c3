package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.data.BadDataException;
import io.github.awing.eval.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

  @TempDir private Path folder;
  private MetricsLog log;

  @BeforeEach
  void twoEpochsOfThreeStepsAndTwoStepsMore() throws IOException {
    log = MetricsLog.create(folder);
    for (int epoch = 1; epoch <= 2; epoch++) {
      for (int step = 0; step < 3; step++) {
        log.step(1.0 / (epoch + step), 1e-4);
      }
      EpochMetrics metrics =
          new EpochMetrics(epoch, 3L * epoch, 0.5, 1e-4, 8, 10, 0.1, null, null, null);
      log.epoch(epoch == 1 ? metrics : metrics.with(new Metrics(4, 0.05, 0.25, 0.5, 0.5)));
    }
    log.step(0.3, 1e-4);
    log.step(0.2, 1e-4);
  }

  private static TrainingPosition at(int epoch, int batch, long step) {
    return new TrainingPosition(epoch, batch, step, 3L * epoch, 1, 0, 1, 0);
  }

  @Test
  void tellsEveryEpochInBothForms() throws IOException {
    assertThat(Files.readAllLines(folder.resolve("metrics.csv")))
        .containsExactly(
            "epoch,step,loss,learningRate,samplesPerSecond,seconds,dataWaitSeconds,nme,failureRate,auc",
            "1,3,0.500000,1.000e-04,8.00,10.0,0.100,,,",
            "2,6,0.500000,1.000e-04,8.00,10.0,0.100,0.050000,0.250000,0.500000");
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl")).get(0))
        .isEqualTo(
            "{\"epoch\":1,\"step\":3,\"loss\":0.5,\"learningRate\":1.0E-4,"
                + "\"samplesPerSecond\":8.0,\"seconds\":10.0,\"dataWaitSeconds\":0.1}");
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    log.flush();
    MetricsLog again = MetricsLog.upTo(folder, at(2, 2, 8));
    assertThat(again.losses()).isEqualTo(log.losses()).hasSize(8);
    assertThat(again.epochs()).isEqualTo(log.epochs());
  }

  @Test
  void takesBackWhatCameAfterACheckpoint() throws IOException {
    log.flush();
    MetricsLog again = MetricsLog.upTo(folder, at(1, 1, 4));
    assertThat(again.losses()).isEqualTo(log.losses().subList(0, 4));
    assertThat(again.epochs()).isEqualTo(log.epochs().subList(0, 1));
    assertThat(Files.readAllLines(folder.resolve("losses.csv"))).hasSize(5);
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl"))).hasSize(1);
    again.step(0.9, 1e-4);
    again.flush();
    assertThat(MetricsLog.upTo(folder, at(1, 2, 5)).losses()).hasSize(5).endsWith(0.9);
  }

  @Test
  void ignoresHalfALine() throws IOException {
    log.flush();
    Files.writeString(
        folder.resolve("metrics.jsonl"), "{\"epoch\":3,\"st", StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("losses.csv"), "9,0.12", StandardOpenOption.APPEND);
    MetricsLog again = MetricsLog.upTo(folder, at(3, 0, 9));
    assertThat(again.losses()).hasSize(8);
    assertThat(again.epochs()).hasSize(2);
  }

  @Test
  void namesLostOrDamagedFigures() throws IOException {
    log.flush();
    Path lines = folder.resolve("metrics.jsonl");
    Files.write(lines, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> MetricsLog.upTo(folder, at(1, 1, 4)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(lines + ": is not UTF-8 text, as the training has written it");
    Files.delete(lines);
    assertThatThrownBy(() -> MetricsLog.upTo(folder, at(1, 1, 4)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(lines + ": there is no such file");
  }
}
