package io.github.awing.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.awing.data.synthetic.SyntheticFaces;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One training at a time writes into a run folder. */
class RunLockTest {

  @TempDir private Path folder;

  @Test
  void allowsOneTrainingOfAProgramAtATime() throws IOException {
    Path run = folder.resolve("new/run");
    try (RunLock lock = RunLock.of(run)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RunLock.of(run))
          .withMessageContaining(run.toString())
          .withMessageContaining("process " + ProcessHandle.current().pid());
    }
    RunLock.of(run).close();
  }

  /** POSIX gives a lock up with the first channel of its file that the process closes. */
  @Test
  void aRefusalLeavesTheLockToItsHolder() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (RunLock lock = RunLock.of(folder)) {
      for (Path same : List.of(folder, folder.resolve("../" + folder.getFileName()), link)) {
        assertThatIllegalArgumentException().isThrownBy(() -> RunLock.of(same));
      }
      assertThat(whatAnotherProcessSays()).contains("process " + ProcessHandle.current().pid());
      lock.close();
      try (RunLock next = RunLock.of(folder)) {
        lock.close();
        assertThatIllegalArgumentException().isThrownBy(() -> RunLock.of(folder));
        assertThat(whatAnotherProcessSays()).contains("a training writes into this folder");
      }
    }
    RunLock.of(folder).close();
  }

  private String whatAnotherProcessSays() throws IOException, InterruptedException {
    Process other = holder().redirectErrorStream(true).start();
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      return said.readLine();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private ProcessBuilder holder() {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Holder.class.getName(),
        folder.toString());
  }

  @Test
  void theLockOfAKilledProcessIsFree() throws IOException, InterruptedException {
    Process holder = holder().redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("held");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RunLock.of(folder))
          .withMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    RunLock.of(folder).close();
  }

  @Test
  void neitherTrainNorResumeTouchesARunThatIsLocked() throws IOException {
    Path run = folder.resolve("run");
    Path unfinished = run.resolve("checkpoints/.last.awing.1");
    Files.createDirectories(unfinished.getParent());
    for (String name : new String[] {"plan.yaml", "command.json", "checkpoints/.last.awing.1"}) {
      Files.writeString(
          run.resolve(name),
          name.endsWith("json") ? "{\"arguments\": [\"--data\", \"x\"]}" : "epochs: 1");
    }
    Path faces = folder.resolve("faces");
    new SyntheticFaces(3).writeWflw(faces, 4, 1, done -> {});
    try (RunLock lock = RunLock.of(run)) {
      assertThat(
              TrainMain.run(
                  "train",
                  "--plan",
                  "demo",
                  "--data",
                  faces.toString(),
                  "--out",
                  run.toString(),
                  "--overwrite"))
          .isEqualTo(2);
      assertThat(run.resolve("plan.yaml")).content().isEqualTo("epochs: 1");
      Trained resumed = Trained.run("resume", run.toString());
      assertThat(resumed.exitCode()).isEqualTo(2);
      assertThat(resumed.complaint()).contains("a training writes into this folder");
      assertThat(unfinished).exists();
    }
  }

  /** Holds a lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (RunLock lock = RunLock.of(Path.of(arguments[0]))) {
        System.out.println("held");
        System.in.read();
      }
    }
  }
}
