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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
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

  private static final TrainingObjective ADAM =
      new TrainingObjective(
          new MultiStackLoss(HeatmapLoss.paper(), List.of(1.0)), new Adam(0.01), 1e-4);

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
    assertThat(new TrainerState(numbers, Optional.empty()).numbers().keySet().stream().toList())
        .isSorted();
  }

  @Test
  void leavesNoTemporaryFileAndReplacesAnOldOne() throws IOException {
    saved.save(file);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  /** An interrupted training continues exactly. */
  @Test
  void continuesTrainingExactly() throws IOException {
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
  void inferenceUsesTheAverageAndTrainingTheWeights() throws IOException {
    HourglassNetwork network = HourglassNetwork.create(SPEC, 7);
    INDArray weights = network.graph().params().dup();
    INDArray average = weights.mul(0.5);
    TrainerState state =
        new TrainerState(Map.of("batch", 4.0, "bestNme", 0.0625), Optional.of(average));
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

  /** Written by the first version of this format; every later version reads it. */
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

  /** Written by the first version of format 2, with an average, which inference uses. */
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

  /** Written by the first version of format 3: trained with Adam, and with an average. */
  @Test
  void readsTheFixtureOfFormatThree() throws IOException {
    try (InputStream in = CheckpointTest.class.getResourceAsStream("/checkpoint-format-3.awing")) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(Checkpoint.formatOf(file)).isEqualTo(3);
    Checkpoint read = Checkpoint.load(file, ADAM);
    assertThat(read.state().numbers()).isEqualTo(Map.of("batch", 4.0));
    assertThat(read.weightsSha256())
        .isEqualTo("16c23e979586e527ba2d54e2519aa7ebdb031924b2cc18e8884720fe305e611c");
    assertThat(read.network().graph().getUpdater().getStateViewArray().norm2Number().doubleValue())
        .isPositive();
    INDArray heatmaps =
        Checkpoint.load(file)
            .network()
            .heatmaps(Nd4j.valueArrayOf(new long[] {1, 3, 64, 64}, 0.5f, DataType.FLOAT));
    assertThat(heatmaps.getDouble(0, 0, 3, 5)).isCloseTo(-0.09397661685943604, within(1e-5));
  }

  /** The older formats have no SHA-256 of the updater; the zip has a checksum of every entry. */
  @Test
  void findsDamageInTheUpdaterOfAnOldFile() throws IOException {
    trained(SPEC).save(file);
    rewrite(
        "checkpoint.json",
        json ->
            new String(json, StandardCharsets.UTF_8)
                .replace("\"format\" : 3", "\"format\" : 2")
                .replaceAll("\"updaterSha256\" : \"[0-9a-f]+\",", "")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(Checkpoint.formatOf(file)).isEqualTo(2);
    assertThat(Checkpoint.load(file, ADAM).step()).isEqualTo(1);
    write(entries(), Deflater.NO_COMPRESSION);
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    whole[text.indexOf("updater.bin") + 1000] ^= 1;
    Files.write(file, whole);
    refused(file, "updater.bin is damaged: it does not have its checksum");
  }

  @Test
  void namesThePartThatCannotBeUnpacked() throws IOException {
    write(entries(), Deflater.BEST_COMPRESSION);
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    Arrays.fill(
        whole, text.indexOf("weights.bin") + 20, text.indexOf("weights.bin") + 60, (byte) -1);
    Files.write(file, whole);
    refused(file, "weights.bin is damaged");
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
  void refusesAMissingFileAndOneThatIsNotAZip() throws IOException {
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
        "\"format\" : 3 | \"format\" : 99 | format 99",
        "\"format\" : 3 | \"other\" : 3 | format 0",
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
        "\"epoch\" : 3 | \"epoch\" : -3 | epoch must be in 0 to",
        "\"step\" : 120 | \"step\" : 9223372036854775807 | step must be in 0 to",
        "\"step\" : 120 | \"step\" : -1 | step must be in 0 to",
        "\"cropEnlargement\" : 1.25 | \"cropEnlargement\" : 0 | cropEnlargement must be",
        "\"cropEnlargement\" : 1.25 | \"cropEnlargement\" : 1e999 | cropEnlargement must be",
        "\"updaterLength\" : 0 | \"updaterLength\" : -1 | updaterLength must be in 0 to",
        "\"updaterLength\" : 0 | \"updaterLength\" : 9223372036854775807 | updaterLength must be",
        "\"updaterLength\" : 0 | \"updaterLength\" : 2000000000 | cannot hold",
        "\"updaterLength\" : 0 | \"updaterLength\" : 3 | updater.bin has 0 bytes",
        "\"landmarks\" : 5 | \"landmarks\" : 2000000000 | cannot hold",
        "\"features\" : 16 | \"features\" : 2147483632 | cannot hold",
        "\"shape\" : [ | \"shape\" : [ 9223372036854775807, | cannot hold",
        "\"shape\" : [ | \"shape\" : [ null, | checkpoint.json",
        "\"tensors\" : [ | \"tensors\" : [ null, | checkpoint.json",
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
  void stopsReadingAZipBomb() throws IOException {
    rewrite("weights.bin", weights -> new byte[256 << 20]);
    assertThat(Files.size(file)).isLessThan(2 << 20);
    refused(file, "more than");
  }

  @Test
  void refusesAZipOfSomethingElse() throws IOException {
    write(Map.of("hello.txt", new byte[3]));
    refused(file, "checkpoint.json");
  }

  /**
   * A checkpoint trained for a step with Adam, with an average, so that every part of it has
   * numbers.
   */
  private static Checkpoint trained(HourglassSpec spec) {
    HourglassNetwork network = HourglassNetwork.create(spec, ADAM, 7);
    Nd4j.getRandom().setSeed(1);
    network
        .graph()
        .fit(
            new DataSet(
                Nd4j.rand(DataType.FLOAT, 2, 3, 64, 64),
                Nd4j.rand(DataType.FLOAT, 2, 16, 16, spec.channels())));
    return new Checkpoint(
        network,
        "wflw-98",
        1.25,
        0,
        1,
        7,
        "epochs: 3\n",
        new TrainerState(Map.of("batch", 4.0), Optional.of(network.graph().params().mul(0.5))));
  }

  /** Damage is found when the file is read for inference, as when it is read for training. */
  @ParameterizedTest
  @ValueSource(strings = {"weights.bin", "updater.bin", "average.bin"})
  void refusesDamageInEveryPart(String part) throws IOException {
    trained(SPEC).save(file);
    rewrite(
        part,
        numbers -> {
          numbers[1001] ^= 1;
          return numbers;
        });
    refused(file, part + " does not have the SHA-256");
    assertThatThrownBy(() -> Checkpoint.load(file, ADAM))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(part + " does not have the SHA-256");
    for (int length : new int[] {0, 8, 1001}) {
      trained(SPEC).save(file);
      rewrite(part, numbers -> Arrays.copyOf(numbers, length));
      refused(file, part + " has " + length + " bytes, but should have");
    }
    trained(SPEC).save(file);
    rewrite(part, numbers -> Arrays.copyOf(numbers, numbers.length + 4));
    refused(file, part + " has more than");
  }

  /** A flipped bit anywhere is detected, or changes nothing. */
  @Test
  void findsFlippedBits() throws IOException {
    Checkpoint saved = trained(SPEC);
    saved.save(file);
    byte[] whole = Files.readAllBytes(file);
    Path flippedFile = folder.resolve("flipped");
    int found = 0;
    for (int i = 0; i < 160; i++) {
      byte[] flipped = whole.clone();
      // Bits at the beginning and the end, where the description and the zip's directory are, and
      // at places in between.
      int at =
          i < 60
              ? i * 97 % 6000
              : i < 100 ? whole.length - 1 - (i - 60) * 7 : i * (whole.length / 160);
      flipped[at] ^= (byte) (1 << i % 8);
      Files.write(flippedFile, flipped);
      try {
        Checkpoint read = Checkpoint.load(flippedFile, ADAM);
        assertThat(read)
            .usingRecursiveComparison()
            .ignoringFields("network", "state.average")
            .isEqualTo(saved);
        assertThat(read.weightsSha256()).isEqualTo(saved.weightsSha256());
      } catch (CheckpointException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
        found++;
      }
    }
    assertThat(found).isGreaterThan(120);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesWeightsThatAreNotFinite(float value) throws IOException {
    for (String part : List.of("weights.bin", "updater.bin", "average.bin")) {
      trained(SPEC).save(file);
      rewrite(
          part,
          numbers -> {
            ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).putFloat(4 * 501, value);
            return numbers;
          });
      resign(part);
      refused(file, part + " holds " + value + " in ");
    }
  }

  /** A variance below 0 has a square root of NaN, so every heatmap is NaN. */
  @ParameterizedTest
  @CsvSource({"l0_W, NaN", "conv1.conv_b, -Infinity", "bn1_var, -0.5"})
  void namesTheTensorWithAnInvalidNumber(String tensor, float value) throws IOException {
    saved.network().graph().getParam(tensor).putScalar(3, 12345.5f);
    saved.save(file);
    rewrite(
        "weights.bin",
        numbers -> {
          FloatBuffer floats =
              ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
          for (int i = 0; i < floats.limit(); i++) {
            floats.put(i, floats.get(i) == 12345.5f ? value : floats.get(i));
          }
          return numbers;
        });
    resign("weights.bin");
    refused(file, "weights.bin holds " + value + " in " + tensor);
  }

  @Test
  void isNotWrittenWithNumbersThatAreNotFinite() throws IOException {
    byte[] before = Files.readAllBytes(file);
    Checkpoint weights = trained(SPEC);
    weights.network().graph().getParam("l0_W").putScalar(3, Double.NaN);
    Checkpoint average = trained(SPEC);
    average.state().average().orElseThrow().putScalar(0, Double.POSITIVE_INFINITY);
    Checkpoint updater = trained(SPEC);
    updater.network().graph().getUpdater().getStateViewArray().putScalar(5, Double.NaN);
    Map<Checkpoint, String> wrong =
        Map.of(
            weights, "NaN in l0_W",
            average, "Infinity in",
            updater, "in the updater's state");
    wrong.forEach(
        (checkpoint, why) ->
            assertThatThrownBy(() -> checkpoint.save(file))
                .isInstanceOfSatisfying(
                    UnusableCheckpointException.class, e -> assertThat(e.what()).contains(why))
                .hasMessageContaining(file + ": not written, because it would hold ")
                .hasMessageContaining(why));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** Updates the SHA-256 of a changed part. */
  private void resign(String part) throws IOException {
    Map<String, byte[]> entries = entries();
    String name = part.replace(".bin", "Sha256");
    String sha256;
    try {
      sha256 =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(entries.get(part)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    rewrite(
        "checkpoint.json",
        json ->
            new String(json, StandardCharsets.UTF_8)
                .replaceAll(
                    "\"" + name + "\" : \"[0-9a-f]*\"", "\"" + name + "\" : \"" + sha256 + "\"")
                .getBytes(StandardCharsets.UTF_8));
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
    write(entries, Deflater.DEFAULT_COMPRESSION);
  }

  private void write(Map<String, byte[]> entries, int compression) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(compression);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(file, bytes.toByteArray());
  }
}
