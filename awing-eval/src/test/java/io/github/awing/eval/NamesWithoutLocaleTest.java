package io.github.awing.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests an environment without an encoding, as in containers and cron, where Java reads only ASCII
 * names.
 */
@EnabledOnOs(OS.LINUX)
class NamesWithoutLocaleTest {

  private static final String CURE = "set LC_ALL=C.UTF-8";

  @TempDir private Path folder;
  private Path checkpoint;

  @BeforeEach
  void aCheckpoint() throws Exception {
    checkpoint = TestInputs.checkpoint(folder);
  }

  @Test
  void aFolderWithSuchANameIsRefusedInOneLine() throws Exception {
    Path faces = folder.resolve("faces");
    TestInputs.face(faces, "a", 1);
    TestInputs.face(faces, "Zoë 中", 2);

    for (ChildProgram.Ended ended :
        List.of(
            run("predict", "--checkpoint", checkpoint, "--out", folder.resolve("out"), faces),
            run(
                "evaluate",
                "--checkpoint",
                checkpoint,
                "--data",
                faces,
                "--out",
                folder.resolve("out")),
            run(
                "score",
                "--truth",
                faces,
                "--predictions",
                faces,
                "--scheme",
                "300w-68",
                "--out",
                folder.resolve("out")))) {
      assertToldInOneLine(ended, "the name of 'Zo?? ???.p");
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  @Test
  void anArgumentIsRefusedInOneLine() throws Exception {
    assertToldInOneLine(
        run("predict", "--checkpoint", checkpoint, "--out", "Zoë", folder),
        "'Zo??' cannot be read");
  }

  @Test
  void aNameInAListIsRefusedInOneLine() throws Exception {
    Path faces = folder.resolve("list");
    TestInputs.face(faces, "a", 1);
    Files.delete(faces.resolve("a.pts"));
    StringBuilder list = new StringBuilder(PredictionText.csvHeader(68)).append("Zoë.png");
    TestInputs.landmarks(1).stream().forEach(p -> list.append("," + p.x() + "," + p.y()));
    Files.writeString(faces.resolve("test.csv"), list.append('\n'), StandardCharsets.UTF_8);

    assertToldInOneLine(
        run(
            "evaluate",
            "--checkpoint",
            checkpoint,
            "--data",
            faces,
            "--out",
            folder.resolve("out")),
        "the name 'Zoë.png' cannot be used");
  }

  @Test
  void aNameInBoxesIsRefusedInOneLine() throws Exception {
    TestInputs.face(folder.resolve("faces"), "a", 1);
    Path boxes = folder.resolve("boxes.csv");
    Files.writeString(boxes, "image,left,top,right,bottom\nZoë.png,1,2,30,40\n");

    assertToldInOneLine(
        run(
            "predict",
            "--checkpoint",
            checkpoint,
            "--boxes",
            boxes,
            "--out",
            folder.resolve("out"),
            folder.resolve("faces")),
        "the name 'Zoë.png' cannot be used");
  }

  @Test
  void theCureCures() throws Exception {
    Path faces = folder.resolve("faces");
    TestInputs.face(faces, "Zoë 中", 2);

    ChildProgram.Ended ended =
        new ChildProgram()
            .withEnvironment("LC_ALL", "C.UTF-8")
            .run(
                "predict",
                "--checkpoint",
                checkpoint.toString(),
                "--out",
                folder.resolve("out").toString(),
                faces.toString());

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(Files.readString(folder.resolve("out/landmarks.jsonl")))
        .contains("\"image\":\"Zoë 中.png\"");
  }

  private static void assertToldInOneLine(ChildProgram.Ended ended, String what) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    assertThat(ended.lines().stream().filter(line -> !line.startsWith("backend:")))
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(what, CURE)
        .doesNotContain("\uFFFD", "Exception");
  }

  private static ChildProgram.Ended run(Object... arguments) throws Exception {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return new ChildProgram().withEnvironment("LC_ALL", "C").run(words);
  }
}
