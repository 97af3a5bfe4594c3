package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the user's home stays empty with every engine: no telemetry runs. */
class EmptyHomeTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "nd4j", "onnx"})
  void staysEmpty(String engine, @TempDir Path folder) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path checkpoint = TestInputs.checkpoint(folder);
    TestInputs.face(folder.resolve("faces"), "face", 1);

    ChildProgram.Ended ended =
        predict(home, checkpoint, folder, engine.isEmpty() ? new String[0] : option(engine));

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("1 face in 1 picture");
    assertThat(home).isEmptyDirectory();
  }

  private static String[] option(String engine) {
    return new String[] {"--engine", engine};
  }

  private static ChildProgram.Ended predict(
      Path home, Path checkpoint, Path folder, String... engine)
      throws IOException, InterruptedException {
    String[] arguments = {
      "predict",
      "--checkpoint",
      checkpoint.toString(),
      "--out",
      folder.resolve("out").toString(),
      folder.resolve("faces").toString()
    };
    String[] all = new String[arguments.length + engine.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(engine, 0, all, arguments.length, engine.length);
    ChildProgram program = new ChildProgram().with("user.home", home);
    // JavaCPP unpacks native code into the home by default; this folder replaces it.
    program.with(
        "org.bytedeco.javacpp.cachedir",
        Path.of(System.getProperty("user.home"), ".javacpp/cache"));
    for (String variable : new String[] {"HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}) {
      program.withEnvironment(variable, home);
    }
    return program.run(all);
  }
}
