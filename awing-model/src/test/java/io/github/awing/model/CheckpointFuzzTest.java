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
 * Whatever bytes a checkpoint holds, it is read, or refused in one line. Here the seeds are gone
 * over; {@code dev/fuzz} looks for new ones.
 */
class CheckpointFuzzTest {

  private static final int LONGEST_MESSAGE = 2500;

  @TempDir private Path folder;

  @FuzzTest
  void checkpoint(byte[] bytes) throws IOException {
    load(bytes);
  }

  /** A whole zip around somebody's description, which a changed byte of a zip's seldom leaves. */
  @FuzzTest
  void description(byte[] bytes) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("checkpoint.json"));
      zip.write(bytes);
      zip.putNextEntry(new ZipEntry("weights.bin"));
      // As large as a tiny network's, so that a description of one is believed.
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
