package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @Test
  void aFileIsReplacedByItsNewText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a/b.txt");

    WholeFile.write(file, "old and long");
    WholeFile.write(file, "néw");

    assertThat(Files.readString(file)).isEqualTo("néw");
    assertThat(file.getParent().toFile().list()).containsExactly("b.txt");
  }

  @Test
  void aFileThatFailsHalfwayLeavesTheOldOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("b.txt");
    WholeFile.write(file, "old");

    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write('n');
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(folder.toFile().list()).containsExactly("b.txt");
  }
}
