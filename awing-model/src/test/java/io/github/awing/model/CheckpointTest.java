package io.github.awing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointTest {

  private static final HourglassSpec SPEC = new HourglassSpec(5, 1, 16, 2, 64, true, true, false);

  @TempDir private Path folder;
  private Path file;
  private Checkpoint saved;

  @BeforeEach
  void aCheckpoint() throws IOException {
    file = folder.resolve("some/where/last.awing");
    saved =
        new Checkpoint(HourglassNetwork.create(SPEC, 7), "wflw-98", 1.25, 3, 120, 7, "epochs: 3\n");
    saved.save(file);
  }

  @Test
  void isReadAsItWasWritten() {
    Checkpoint read = Checkpoint.load(file);
    assertThat(read.network().spec()).isEqualTo(SPEC);
    assertThat(read.network().graph().params()).isEqualTo(saved.network().graph().params());
    assertThat(read).usingRecursiveComparison().ignoringFields("network").isEqualTo(saved);
    Nd4j.getRandom().setSeed(1);
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 2, 3, 64, 64);
    assertThat(read.network().heatmaps(pictures)).isEqualTo(saved.network().heatmaps(pictures));
  }

  @Test
  void leavesNoTemporaryFileAndReplacesAnOldOne() throws IOException {
    saved.save(file);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void namesNoClass() throws IOException {
    assertThat(new String(entries().get("checkpoint.json"), StandardCharsets.UTF_8))
        .doesNotContain("@class")
        .doesNotContain("org.deeplearning4j");
  }

  @Test
  void refusesWhatIsNotThereOrNoZip() throws IOException {
    refused(folder.resolve("nothing"), "no such checkpoint");
    refused(Files.writeString(folder.resolve("text"), "no zip"), "not a zip");
    refused(Files.createFile(folder.resolve("empty")), "not a zip");
    refused(folder, "");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {1, 100, whole.length / 2, whole.length - 1}) {
      refused(Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length)), "");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\" : 1 | \"format\" : 99 | format 99",
        "\"format\" : 1 | \"other\" : 1 | format 0",
        "\"features\" : 16 | \"features\" : 32 | tensors",
        "\"features\" : 16 | \"features\" : 17 | multiple of 16",
        "\"features\" : 16 | \"features\" : \"x\" | checkpoint.json",
        "\"landmarks\" : 5 | \"landmarks\" : 5, \"class\" : \"java.lang.Runtime\" | class",
        "\"scheme\" | \"schema\" | checkpoint.json",
      })
  void refusesATamperedDescription(String from, String to, String why) throws IOException {
    rewrite(
        "checkpoint.json",
        json -> {
          String text = new String(json, StandardCharsets.UTF_8);
          assertThat(text).contains(from);
          return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        });
    refused(file, why);
  }

  @Test
  void refusesTamperedWeights() throws IOException {
    rewrite(
        "weights.bin",
        weights -> {
          weights[10] ^= 1;
          return weights;
        });
    refused(file, "SHA-256");
    rewrite("weights.bin", weights -> Arrays.copyOf(weights, weights.length - 4));
    refused(file, "bytes");
  }

  @Test
  void readsNoMoreOfABombThanItShouldHold() throws IOException {
    rewrite("weights.bin", weights -> new byte[256 << 20]);
    assertThat(Files.size(file)).isLessThan(2 << 20);
    refused(file, "more than");
  }

  @Test
  void refusesAZipOfSomethingElse() throws IOException {
    write(Map.of("hello.txt", new byte[3]));
    refused(file, "checkpoint.json");
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> Checkpoint.load(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(why);
  }

  private void rewrite(String name, UnaryOperator<byte[]> change) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.computeIfPresent(name, (key, bytes) -> change.apply(bytes));
    write(entries);
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(file, bytes.toByteArray());
  }
}
