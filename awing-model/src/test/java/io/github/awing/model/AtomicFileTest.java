package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @Test
  void aFileIsReplacedByItsNewText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a/b.txt");

    AtomicFile.write(file, "old and long");
    AtomicFile.write(file, "néw");

    assertThat(Files.readString(file)).isEqualTo("néw");
    assertThat(file.getParent().toFile().list()).containsExactly("b.txt");
  }

  /** A kill at any moment must leave the old file or the new one. */
  @Test
  void aFileIsThereAtEveryMomentOfItsReplacement(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("b.txt");
    AtomicFile.write(file, "first");
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Long> missing =
        CompletableFuture.supplyAsync(
            () ->
                LongStream.generate(() -> Files.exists(file) ? 0 : 1)
                    .takeWhile(n -> !done.get())
                    .sum());
    for (int i = 0; i < 200; i++) {
      AtomicFile.write(file, "text " + i);
    }
    done.set(true);
    assertThat(missing.join()).isZero();
  }

  @Test
  void aFileThatFailsHalfwayLeavesTheOldOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("b.txt");
    AtomicFile.write(file, "old");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write('n');
                      throw new IOException("disk full");
                    }))
        .hasMessageEndingWith(": cannot be written: disk full");

    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(folder.toFile().list()).containsExactly("b.txt");
  }

  /** The system names a file only when it opens it; its error for a full disk has no name. */
  @Test
  void errorsNameTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("report.html"), "old");
    IOException full = new IOException("No space left on device");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new IOException("I/O error writing PNG file!", full);
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": cannot be written: No space left on device")
        .hasRootCause(full);
    assertThat(file).content().isEqualTo("old");
    FileSystemException named = new FileSystemException("a", null, "Read-only file system");
    assertThat(AtomicFile.naming(file, named)).isSameAs(named);
    assertThat(AtomicFile.naming(file, new IOException()))
        .hasMessage(file + ": cannot be written: IOException");
  }
}
