package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes the reader: any checkpoint is read, or refused in one line. This test runs the seeds;
 * {@code dev/fuzz} searches for new inputs.
 */
class CheckpointFuzzTest {

  private static final int LONGEST_MESSAGE = 2500;

  @TempDir private Path folder;

  @FuzzTest
  void checkpoint(byte[] bytes) throws IOException {
    load(bytes);
  }

  /** A valid zip around a fuzzed description; changed bytes of a zip seldom leave it valid. */
  @FuzzTest
  void description(byte[] bytes) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("checkpoint.json"));
      zip.write(bytes);
      zip.putNextEntry(new ZipEntry("weights.bin"));
      // As large as a tiny network's file, so that a description of one is accepted.
      zip.setLevel(0);
      zip.write(new byte[50_000]);
    }
    load(file.toByteArray());
  }

  private void load(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("network.awing"), bytes);
    try {
      Checkpoint.formatOf(file);
      assertThat(Checkpoint.load(file).network().graph().numParams()).isPositive();
    } catch (CheckpointException e) {
      assertThat(e.getMessage().length()).isBetween(1, LONGEST_MESSAGE);
      assertThat(e.getMessage().chars()).as(e.getMessage()).noneMatch(Character::isISOControl);
    }
  }
}
