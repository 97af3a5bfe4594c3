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
 * Whatever bytes a file of weights holds, its tensors are read, or it is refused in one line. Here
 * the seeds are gone over; {@code dev/fuzz} looks for new ones.
 */
class WeightFilesFuzzTest {

  private static final int LONGEST_MESSAGE = 2500;

  /** The largest tensor that is read in full: beyond, an input only costs time. */
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

  /** A whole zip around somebody's pickle, which a changed byte of a zip's seldom leaves. */
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
      // Told as a file that is cut short.
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
