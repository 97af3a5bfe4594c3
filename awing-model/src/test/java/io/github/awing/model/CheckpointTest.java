package io.github.awing.model;

import static io.github.awing.model.SameBits.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.MultiStackLoss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;

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
    assertSameBits(read.network().graph().params(), saved.network().graph().params());
    assertThat(read).usingRecursiveComparison().ignoringFields("network").isEqualTo(saved);
    assertThat(read.weightsSha256()).isEqualTo(saved.weightsSha256()).hasSize(64);
    Nd4j.getRandom().setSeed(1);
    INDArray pictures = Nd4j.rand(DataType.FLOAT, 2, 3, 64, 64);
    assertSameBits(read.network().heatmaps(pictures), saved.network().heatmaps(pictures));
  }

  @Test
  void numbersAreWrittenInOneOrder() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      numbers.put("number" + i, (double) i);
    }
    assertThat(new TrainingState(numbers, Optional.empty()).numbers().keySet().stream().toList())
        .isSorted();
  }

  @Test
  void leavesNoTemporaryFileAndReplacesAnOldOne() throws IOException {
    saved.save(file);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  /** A killed training goes on as if it had not been. */
  @Test
  void goesOnTrainingWhereItStopped() throws IOException {
    TrainingObjective objective =
        new TrainingObjective(
            new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0)), new Adam(0.01), 1e-4);
    HourglassNetwork network = HourglassNetwork.create(SPEC, objective, 7);
    Nd4j.getRandom().setSeed(1);
    DataSet batch =
        new DataSet(
            Nd4j.rand(DataType.FLOAT, 2, 3, 64, 64), Nd4j.rand(DataType.FLOAT, 2, 16, 16, 6));
    for (int step = 0; step < 3; step++) {
      network.graph().fit(batch);
    }
    new Checkpoint(network, "wflw-98", 1.25, 0, 3, 7, "").save(file);
    HourglassNetwork resumed = Checkpoint.load(file, objective).network();
    for (int step = 0; step < 3; step++) {
      network.graph().fit(batch);
      resumed.graph().fit(batch);
      assertSameBits(resumed.graph().params(), network.graph().params());
    }
    assertThatThrownBy(
            () ->
                Checkpoint.load(
                    file, new TrainingObjective(objective.loss(), new Nesterovs(0.1), 0)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("updater");
  }

  @Test
  void isUsedWithTheAverageOfItsWeightsAndTrainedWithTheWeights() throws IOException {
    HourglassNetwork network = HourglassNetwork.create(SPEC, 7);
    INDArray weights = network.graph().params().dup();
    INDArray average = weights.mul(0.5);
    TrainingState state =
        new TrainingState(Map.of("batch", 4.0, "bestNme", 0.0625), Optional.of(average));
    new Checkpoint(network, "wflw-98", 1.25, 0, 3, 7, "", state).save(file);

    assertSameBits(Checkpoint.load(file).network().graph().params(), average);
    TrainingObjective objective =
        new TrainingObjective(new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0)), new NoOp(), 0);
    Checkpoint resumed = Checkpoint.load(file, objective);
    assertSameBits(resumed.network().graph().params(), weights);
    assertSameBits(resumed.state().average().orElseThrow(), average);
    assertThat(resumed.state().number("bestNme", 1)).isEqualTo(0.0625);
    assertThat(resumed.state().number("other", 1)).isEqualTo(1);

    rewrite("average.bin", bytes -> new byte[bytes.length]);
    refused(file, "SHA-256");
    rewrite("average.bin", bytes -> Arrays.copyOf(bytes, 8));
    refused(file, "bytes");
  }

  /** Whoever only uses the network is told too: a damaged file may have other damage. */
  @Test
  void everyPartIsChecked() throws IOException {
    TrainingObjective objective =
        new TrainingObjective(
            new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0)), new Adam(0.01), 0);
    HourglassNetwork network = HourglassNetwork.create(SPEC, objective, 7);
    INDArray average = network.graph().params().mul(0.5);
    new Checkpoint(
            network,
            "wflw-98",
            1.25,
            0,
            3,
            7,
            "",
            new TrainingState(Map.of(), Optional.of(average)))
        .save(file);
    byte[] whole = Files.readAllBytes(file);
    for (String part : List.of("weights.bin", "updater.bin", "average.bin")) {
      Files.write(file, whole);
      rewrite(
          part,
          bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
          });
      refused(file, part + " does not have the SHA-256");
      refusedToGoOn(objective, part + " does not have the SHA-256");
      // As a disk damages it: the zip's own sum stays.
      byte[] flipped = whole.clone();
      String names = new String(whole, StandardCharsets.ISO_8859_1);
      flipped[names.indexOf(part) + part.length() + 100] ^= 1;
      Files.write(file, flipped);
      refused(file, part + " is damaged: its CRC-32 is another");
    }
  }

  private void refusedToGoOn(TrainingObjective objective, String message) {
    assertThatThrownBy(() -> Checkpoint.load(file, objective))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsMustBeFinite(float value) throws IOException {
    HourglassNetwork network = HourglassNetwork.create(SPEC, 7);
    network.graph().params().putScalar(3, value);
    new Checkpoint(network, "wflw-98", 1.25, 0, 3, 7, "").save(file);
    refused(file, "weights.bin is %s at number 3; it must be finite".formatted(value));
  }

  /** Written by the first version of this format; every later one reads it. */
  @Test
  void readsTheFixtureOfFormatOne() throws IOException {
    try (InputStream in = CheckpointTest.class.getResourceAsStream("/checkpoint-format-1.awing")) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Checkpoint.formatOf(file)).isEqualTo(1);
    Checkpoint read = Checkpoint.load(file);
    assertThat(read.network().spec())
        .isEqualTo(new HourglassSpec(2, 1, 16, 1, 64, true, true, false));
    assertThat(read.scheme()).isEqualTo("wflw-98");
    assertThat(read.epoch()).isEqualTo(1);
    assertThat(read.step()).isEqualTo(2);
    assertThat(read.plan()).isEqualTo("epochs: 1\n");
    INDArray heatmaps =
        read.network().heatmaps(Nd4j.valueArrayOf(new long[] {1, 3, 64, 64}, 0.5f, DataType.FLOAT));
    assertThat(heatmaps.getDouble(0, 0, 3, 5)).isCloseTo(0.1626008152961731, within(1e-5));
    assertThat(heatmaps.getDouble(0, 2, 8, 8)).isCloseTo(0.18586225807666779, within(1e-5));
  }

  /** Written by the first version of format 2: with an average, which is what is used. */
  @Test
  void readsTheFixtureOfFormatTwo() throws IOException {
    try (InputStream in = CheckpointTest.class.getResourceAsStream("/checkpoint-format-2.awing")) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Checkpoint.formatOf(file)).isEqualTo(2);
    Checkpoint read = Checkpoint.load(file);
    assertThat(read.state().numbers()).isEqualTo(Map.of("batch", 3.0, "bestNme", 0.125));
    assertThat(read.weightsSha256())
        .isEqualTo("78c1bfabde2b03b3a254d1f3af0673b1f7919671c2c52f85e5c9b471d317a359");
    INDArray heatmaps =
        read.network().heatmaps(Nd4j.valueArrayOf(new long[] {1, 3, 64, 64}, 0.5f, DataType.FLOAT));
    assertThat(heatmaps.getDouble(0, 0, 3, 5)).isCloseTo(-0.019733823835849762, within(1e-5));
    assertThat(heatmaps.getDouble(0, 2, 8, 8)).isCloseTo(-0.07173871994018555, within(1e-5));
  }

  @Test
  void refusesANetworkThatTheFileIsTooShortFor() throws IOException {
    rewrite(
        "checkpoint.json",
        json ->
            new String(json, StandardCharsets.UTF_8)
                .replace("\"features\" : 16", "\"features\" : 1600000")
                .getBytes(StandardCharsets.UTF_8));
    refused(file, "cannot hold");
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
        "\"format\" : 2 | \"format\" : 99 | format 99",
        "\"format\" : 2 | \"other\" : 2 | format 0",
        "\"features\" : 16 | \"features\" : 32 | tensors",
        "\"features\" : 16 | \"features\" : 17 | multiple of 16",
        "\"features\" : 16 | \"features\" : \"x\" | checkpoint.json",
        "\"landmarks\" : 5 | \"landmarks\" : 5, \"class\" : \"java.lang.Runtime\" | class",
        "\"scheme\" | \"schema\" | checkpoint.json",
        "\"scheme\" : \"wflw-98\" | \"scheme\" : null | checkpoint.json",
        "\"state\" : { } | \"state\" : null | checkpoint.json",
        "\"state\" : { } | \"state\" : {\"a\": null} | checkpoint.json",
        "\"state\" : { } | \"state\" : {\"a\": \"NaN\"} | checkpoint.json",
        "\"averageSha256\" : \"\" | \"averageSha256\" : null | checkpoint.json",
        "\"averageSha256\" : \"\" | \"averageSha256\" : \"0\" | average.bin has 0 bytes",
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
