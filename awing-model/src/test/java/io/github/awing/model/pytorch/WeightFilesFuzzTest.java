package io.github.awing.model.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.awing.model.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes the readers: any file of weights is read, or refused in one line. This test runs the
 * seeds; {@code dev/fuzz} searches for new inputs.
 */
class WeightFilesFuzzTest {

  private static final int LONGEST_MESSAGE = 2500;

  /**
   * Number of elements above which a tensor is not read in full: a larger input only costs time.
   */
  private static final int MOST_READ = 1 << 20;

  @TempDir private Path folder;

  @FuzzTest
  void pickle(byte[] bytes) {
    try {
      Pickle.read(ByteBuffer.wrap(bytes), StorageTuple::of);
    } catch (MalformedFileException e) {
      assertToldInOneLine(e);
    }
  }

  @FuzzTest
  void zip(byte[] bytes) throws IOException {
    read(bytes);
  }

  @FuzzTest
  void legacy(byte[] bytes) throws IOException {
    read(bytes);
  }

  @FuzzTest
  void safetensors(byte[] bytes) throws IOException {
    read(bytes);
  }

  /** A valid zip around a fuzzed pickle; changed bytes of a zip seldom leave it valid. */
  @FuzzTest
  void zippedPickle(byte[] bytes) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      TorchFile.store(zip, "a/data.pkl", bytes);
      TorchFile.store(zip, "a/data/0", new byte[64]);
    }
    read(file.toByteArray());
  }

  private void read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("weights"), bytes);
    try (WeightFile weights = WeightFile.open(file)) {
      for (StateDictionary dictionary : weights.weights()) {
        for (StoredTensor tensor : dictionary.tensors().values()) {
          if (tensor.count() <= MOST_READ) {
            assertThat(tensor.read()).hasSize(tensor.count());
          }
        }
      }
    } catch (MalformedFileException e) {
      assertToldInOneLine(e);
    } catch (EOFException e) {
      // Reported as a file that is cut short.
      assertThat(e).hasMessageContaining("cut short");
    }
    try {
      PyTorchWeights.read(file, 2, 0);
    } catch (CheckpointException e) {
      assertToldInOneLine(e);
    }
  }

  private static void assertToldInOneLine(RuntimeException e) {
    assertThat(e.getMessage().length()).isBetween(1, LONGEST_MESSAGE);
    assertThat(e.getMessage().chars()).as(e.getMessage()).noneMatch(Character::isISOControl);
  }
}
