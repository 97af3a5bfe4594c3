package io.github.awing.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.awing.train.TrainMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command outside of spark-submit. */
class SparkCommandTest {

  @ParameterizedTest
  @CsvSource({
    "2, epochs=1, spark-submit",
    "0, epochs=1, '--workers must be from 1'",
    "9, epochs=1, batch-size",
    "2, accumulate=2, accumulate must be 1",
    "2, gradient-clip=1, gradient-clip must be 0",
    "2, weight-average=0.9, weight-average must be 0",
    "2, early-stop=2, early-stop must be 0",
  })
  void refusesWrongOptionsInOneLine(int workers, String change, String expected) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              TrainMain.run(
                  "spark",
                  "--plan",
                  "demo",
                  "--data",
                  "faces",
                  "--out",
                  "run",
                  "--workers",
                  Integer.toString(workers),
                  "--set",
                  change))
          .isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    // With Spark on the class path, it may say something of its own before.
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .last()
        .asString()
        .startsWith("error: ")
        .contains(expected);
  }
}
