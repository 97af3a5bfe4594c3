package io.github.awing.eval.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

  @Test
  void aFolderThatHoldsSomethingIsRefused(@TempDir Path folder) throws IOException {
    OutputFolder.prepare(folder.resolve("new/deep"), false);
    OutputFolder.prepare(folder.resolve("new/deep"), false);
    Files.writeString(folder.resolve("file"), "x");

    assertThat(folder.resolve("new/deep")).isEmptyDirectory();
    assertThatThrownBy(() -> OutputFolder.prepare(folder, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--overwrite");
    OutputFolder.prepare(folder, true);
    assertThatThrownBy(() -> OutputFolder.prepare(folder.resolve("file"), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file");
    assertThat(folder.resolve("file")).exists();
  }

  @Test
  void aFileThatExistsIsRefused(@TempDir Path folder) throws IOException {
    OutputFile.check("--out", folder.resolve("new"), false);
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> OutputFile.check("--out", file, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--overwrite");
    OutputFile.check("--out", file, true);
    assertThatThrownBy(() -> OutputFile.check("--out", folder, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("folder");
  }
}
