package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests folders from which no native code can be loaded, as on a disk mounted with {@code noexec}.
 * A file in place of the folder has the same effect without a mount.
 */
@EnabledOnOs(OS.LINUX)
class NativeCodeFoldersTest {

  private static final Path USUAL =
      Path.of(System.getProperty("user.home"), ".javacpp", "cache").toAbsolutePath();

  @TempDir private Path folder;
  private Path checkpoint;
  private Path noFolder;

  @BeforeEach
  void faces() throws IOException {
    checkpoint = TestInputs.checkpoint(folder);
    TestInputs.face(folder.resolve("faces"), "face", 1);
    noFolder = Files.writeString(folder.resolve("file"), "");
  }

  @Test
  void jnaUsesJavaCppsFolderWithoutOneForTemporaryFiles() throws Exception {
    ChildProgram.Ended ended =
        predict(
            new ChildProgram()
                .with("java.io.tmpdir", noFolder)
                .with("org.bytedeco.javacpp.cachedir", USUAL));

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).doesNotContain("note:", "Exception");
  }

  @Test
  void withoutJnaItContinuesWithANote() throws Exception {
    ChildProgram jnaLess = new ChildProgram().with("jna.tmpdir", noFolder);

    ChildProgram.Ended ended = predict(jnaLess);

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains("note: JNA cannot unpack", "OMP_WAIT_POLICY=passive", "-Djna.tmpdir=DIR")
        .contains("1 face in 1 picture");
    assertThat(predict(jnaLess.withEnvironment("OMP_WAIT_POLICY", "passive")).output())
        .contains("1 face in 1 picture")
        .doesNotContain("note:");
  }

  @Test
  void withoutJnaOnnxRuntimeIsRefusedUnlessItsTelemetryIsOff() throws Exception {
    ChildProgram jnaLess =
        new ChildProgram()
            .with("jna.tmpdir", noFolder)
            .withEnvironment("OMP_WAIT_POLICY", "passive");

    ChildProgram.Ended refused = predict(jnaLess, "--engine", "onnx");

    assertThat(refused.code()).as(refused.output()).isEqualTo(2);
    assertThat(refused.output()).contains("error: ", "set ORT_DISABLE_TELEMETRY=1");
    ChildProgram.Ended done =
        predict(jnaLess.withEnvironment("ORT_DISABLE_TELEMETRY", "1"), "--engine", "onnx");
    assertThat(done.code()).as(done.output()).isZero();
  }

  @Test
  void withoutAFolderForJavaCppTheMessageNamesTheRemedy() throws Exception {
    ChildProgram.Ended ended =
        predict(
            new ChildProgram()
                .with("org.bytedeco.javacpp.cachedir", noFolder)
                .with("java.io.tmpdir", noFolder)
                .with("user.home", noFolder)
                .withEnvironment("OMP_WAIT_POLICY", "passive"));

    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    assertThat(ended.lines())
        .as(ended.output())
        .singleElement()
        .asString()
        .startsWith("error: native code cannot be loaded: ")
        .contains("-Dorg.bytedeco.javacpp.cachedir=DIR -Djna.tmpdir=DIR");
  }

  @Test
  void aHomeThatCannotBeWrittenToDoesNotMatter() throws Exception {
    ChildProgram.Ended ended =
        predict(
            new ChildProgram()
                .with("user.home", noFolder)
                .with("java.io.tmpdir", Files.createDirectory(folder.resolve("tmp"))));

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(folder.resolve("out/landmarks.jsonl")).exists();
  }

  private ChildProgram.Ended predict(ChildProgram program, String... more) throws Exception {
    String[] arguments = {
      "predict",
      "--overwrite",
      "--checkpoint",
      checkpoint.toString(),
      "--out",
      folder.resolve("out").toString(),
      folder.resolve("faces/face.png").toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return program.run(all);
  }
}
