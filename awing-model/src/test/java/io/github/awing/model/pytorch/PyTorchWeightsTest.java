package io.github.awing.model.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files that PyTorch wrote, see {@code pytorch/README.md}, and files that nobody should read. */
class PyTorchWeightsTest {

  private static final HourglassSpec TINY = new HourglassSpec(2, 1, 16, 1, 256, true, true, false);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "half.pth", "bfloat16.safetensors"})
  void readsEveryForm(String name) throws IOException {
    HourglassNetwork network = PyTorchWeights.read(fixture(name), 2, 0);
    assertThat(network.spec()).isEqualTo(TINY);
    List<String> lines = lines("tiny-tensors.txt");
    assertThat(network.graph().paramTable()).hasSize(lines.size());
    for (int k = 0; k < lines.size(); k++) {
      String tensor = lines.get(k).split(" ")[0];
      INDArray ours =
          network.graph().paramTable().entrySet().stream()
              .filter(entry -> AuthorsTensorNames.of(entry.getKey()).equals(tensor))
              .findFirst()
              .orElseThrow()
              .getValue();
      float[] values = ours.dup('c').data().asFloat();
      for (int i = 0; i < values.length; i++) {
        int place = 37 * i + 11 * k;
        float expected =
            tensor.endsWith("running_var") ? (64 + place % 64) / 64f : (place % 129 - 64) / 64f;
        assertThat(values[i]).as("%s[%d]", tensor, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void takesAsManyStacksAsItIsTold() {
    assertThat(PyTorchWeights.read(fixture("zip.pth"), 2, 1).spec()).isEqualTo(TINY);
    assertRefused(() -> PyTorchWeights.read(fixture("zip.pth"), 2, 2), "has 1 stacks, but 2");
  }

  @Test
  void aSchemeOfOtherLandmarksDoesNotFit() {
    assertRefused(() -> PyTorchWeights.read(fixture("zip.pth"), 98, 0), "3 heatmaps", "98");
    // Three landmarks and no boundary fit as well: nothing in the file tells them apart.
    assertThat(PyTorchWeights.read(fixture("zip.pth"), 3, 0).spec().boundary()).isFalse();
  }

  @Test
  void namesTensorsThatAreMissingTooManyOrOfAnotherShape() throws IOException {
    String header = safetensorsHeader();
    assertRefused(
        () -> PyTorchWeights.read(safetensors(header.replace("\"l0.bias\"", "\"l9.bias\"")), 2, 0),
        "l0.bias is missing",
        "l9.bias is not the network's");
    assertRefused(
        () ->
            PyTorchWeights.read(
                safetensors(
                    header.replace(
                        "\"l0.weight\": {\"dtype\": \"BF16\", \"shape\": [3, 16, 1, 1]",
                        "\"l0.weight\": {\"dtype\": \"BF16\", \"shape\": [3, 4, 4, 1]")),
                2,
                0),
        "l0.weight is [3, 4, 4, 1], but should be [3, 16, 1, 1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.",
        "_orig_mod.",
        "model.",
        "net.",
        "_orig_mod.module.",
        "module._orig_mod.",
        "model.net.module.",
        "generator.face_alignment."
      })
  void namesMayBeginWithWhatWrapsTheNetwork(String prefix) throws IOException {
    for (String form : List.of("zip.pth", "legacy.pth")) {
      assertIsTheNetwork(changed(form, pickle -> prefixed(pickle, prefix)));
    }
    String header = safetensorsHeader();
    assertIsTheNetwork(
        safetensors(header.replaceAll("\"([a-z0-9_.]+)\": \\{\"dtype", quoted(prefix))));
  }

  private static String quoted(String prefix) {
    return "\"" + prefix + "$1\": {\"dtype";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "net",
        "state_dict",
        "model_state_dict",
        "params_ema",
        "g_ema",
        "ema",
        "anything",
        "model/state_dict",
        "checkpoint/ema/module"
      })
  void weightsMayStandUnderAKey(String keys) throws IOException {
    for (String form : List.of("zip.pth", "legacy.pth")) {
      assertIsTheNetwork(
          changed(
              form,
              pickle -> {
                byte[] whole = pickle;
                List<String> path = new ArrayList<>(List.of(keys.split("/")));
                Collections.reverse(path);
                for (String key : path) {
                  whole = joined("}" + text(key), whole, "s");
                }
                return whole;
              }));
    }
  }

  /** What a training script saves beside the weights is passed over, and nothing of it is run. */
  @Test
  void whatStandsBesideTheWeightsIsPassedOver() throws IOException {
    String beside =
        "}"
            + text("args")
            + "cargparse\nNamespace\n)\u0081}"
            + text("lr")
            + "K\u0001sbs"
            + text("best")
            + "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n("
            + text("f8")
            + "K\0K\u0001tRc_codecs\nencode\n("
            + text("xyz")
            + text("latin1")
            + "tRtRs"
            + text("optimizer")
            + "}"
            + text("state")
            + "}K\0}"
            + text("exp_avg")
            + "cnumpy\narray\n(]tRsss"
            + text("when")
            + "cdatetime\ndatetime\n(C\u0001atRs"
            + text("scheduler")
            + "(ctorch.optim.lr_scheduler\nStepLR\no}"
            + text("gamma")
            + "K\u0001sbs"
            + text("groups")
            + "\u008f(K\u0001\u0090s"
            + text("by tuple")
            + "}K\u0001K\u0002\u0086K\u0003ss"
            + text("state_dict");
    for (String form : List.of("zip.pth", "legacy.pth")) {
      assertIsTheNetwork(changed(form, pickle -> joined(beside, pickle, "s")));
    }
  }

  @Test
  void refusesToGuessBetweenTwoNetworks() throws IOException {
    String header = safetensorsHeader();
    String twice =
        header.replaceFirst("\\{", "{\"other.conv1.conv.weight\": " + firstTensor(header) + ", ");
    assertRefused(() -> read(safetensors(twice)), "several networks", "'other.'");
  }

  private static String firstTensor(String header) {
    int from = header.indexOf("{\"dtype");
    return header.substring(from, header.indexOf('}', from) + 1);
  }

  @Test
  void saysWhatAFileHoldsInsteadOfTheNetwork() throws IOException {
    assertRefused(
        () -> read(changed("zip.pth", pickle -> joined("ccore.models\nFAN\n)\u0081", pickle, "b"))),
        "an object of core.models.FAN",
        "save its state_dict() instead");
    assertRefused(
        () -> read(malicious("}" + text("epoch") + "K\u0001s" + text("lr") + "K\u0002s.")),
        "its keys are 'epoch', 'lr', and no tensor is under them");
    String header = safetensorsHeader();
    assertRefused(
        () -> read(safetensors(header.replace("conv1.conv.", "stem.conv."))),
        "no weights of a stacked hourglass",
        "its first tensors are");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7FC0, 0x7F80, 0xFF80})
  void weightsMustBeFinite(int bfloat16) throws IOException {
    byte[] bytes = Files.readAllBytes(fixture("bfloat16.safetensors"));
    bytes[bytes.length - 2] = (byte) bfloat16;
    bytes[bytes.length - 1] = (byte) (bfloat16 >> 8);
    assertRefused(() -> read(file(bytes)), "weights must be finite");
  }

  @Test
  void tellsHowManyHeatmapsAFileHas() {
    assertThat(PyTorchWeights.heatmaps(fixture("zip.pth"))).isEqualTo(3);
  }

  private void assertIsTheNetwork(Path file) {
    assertThat(read(file).graph().params().toFloatVector())
        .isEqualTo(read(fixture("zip.pth")).graph().params().toFloatVector());
  }

  /** The same file with another pickle of its content. */
  private Path changed(String form, UnaryOperator<byte[]> change) throws IOException {
    Path file = Files.createTempFile(folder, "changed", ".pth");
    if (form.equals("zip.pth")) {
      try (ZipFile from = new ZipFile(fixture(form).toFile());
          ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
        for (ZipEntry entry : Collections.list(from.entries())) {
          byte[] bytes = from.getInputStream(entry).readAllBytes();
          store(
              to,
              entry.getName(),
              entry.getName().endsWith("data.pkl") ? changed(bytes, change) : bytes);
        }
      }
      return file;
    }
    String whole = new String(Files.readAllBytes(fixture(form)), StandardCharsets.ISO_8859_1);
    // Behind the magic number, the protocol's and the machine's pickles.
    int start = 0;
    for (int pickle = 0; pickle < 3; pickle++) {
      start = whole.indexOf(".\u0080\u0002", start) + 1;
    }
    int end = whole.indexOf(".\u0080\u0002]", start) + 1;
    byte[] content = whole.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
    return Files.write(
        file, joined(whole.substring(0, start), changed(content, change), whole.substring(end)));
  }

  private static byte[] changed(byte[] pickle, UnaryOperator<byte[]> change) {
    byte[] inside = Arrays.copyOfRange(pickle, 2, pickle.length - 1);
    return joined("\u0080\u0002", change.apply(inside), ".");
  }

  private static byte[] joined(String before, byte[] middle, String after) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(middle);
    all.writeBytes(after.getBytes(StandardCharsets.ISO_8859_1));
    return all.toByteArray();
  }

  /** A string as a pickle has it. */
  private static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  /** With another beginning of all tensors' names. */
  private byte[] prefixed(byte[] pickle, String prefix) {
    String changed = new String(pickle, StandardCharsets.ISO_8859_1);
    try {
      for (String line : lines("tiny-tensors.txt")) {
        String name = line.split(" ")[0];
        changed = changed.replace(text(name), text(prefix + name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void saysWhatIsNoFileOfWeights() throws IOException {
    assertRefused(() -> read(folder.resolve("none.pth")), "no such file");
    assertRefused(() -> read(folder), "folder");
    assertRefused(() -> read(file(new byte[0])), "no weights");
    assertRefused(() -> read(file("x = 1\n".getBytes(StandardCharsets.UTF_8))), "no weights");
    assertRefused(() -> read(zip("archive/other", new byte[3])), "without data.pkl");
    assertRefused(() -> read(file(pickle("K\u0001."))), "not PyTorch's");
  }

  /** Whatever the cut, it is one clear line, not a crash. */
  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "bfloat16.safetensors"})
  void refusesWhatIsCutShort(String name) throws IOException {
    byte[] whole = Files.readAllBytes(fixture(name));
    for (int length = 0; length < whole.length; length += 1 + whole.length / 150) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(() -> read(file(cut)));
    }
  }

  /** A flipped byte is found out, or changes a weight; it never does anything else. */
  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "bfloat16.safetensors"})
  void survivesFlippedBytes(String name) throws IOException {
    byte[] whole = Files.readAllBytes(fixture(name));
    for (int i = 0; i < 300; i++) {
      byte[] flipped = whole.clone();
      flipped[i * 17 % Math.min(whole.length, 6000)] ^= (byte) (1 << i % 8);
      try {
        read(file(flipped));
      } catch (CheckpointException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  @Test
  void refusesToCallWhatIsNoTensor() {
    assertRefused(
        () -> read(malicious("cos\nsystem\n(X\u0004\0\0\0true tR.")), "os.system", "refused");
    assertRefused(() -> read(malicious("c__builtin__\neval\n.")), "__builtin__.eval");
    assertRefused(
        () -> read(malicious("\u008c\u0005posix\u008c\u0006system\u0093.")), "posix.system");
    assertRefused(() -> read(malicious("ctorch\nload\n.")), "torch.load");
    // Calling, building and instantiating what is no function.
    assertRefused(() -> read(malicious("X\u0001\0\0\0a)R.")), "damaged");
    assertRefused(() -> read(malicious("(ios\nsystem\n.")), "os.system", "refused");
    assertRefused(() -> read(malicious("(cos\nsystem\no.")), "os.system", "refused");
    assertRefused(() -> read(malicious("csubprocess\nPopen\n)\u0081.")), "subprocess.Popen");
    assertRefused(() -> read(malicious("ccollections\nOrderedDict\n)\u0081.")), "no weights");
    assertRefused(() -> read(malicious("K\u0001}b.")), "attributes");
    assertRefused(() -> read(malicious("\u0082\u0001.")), "0x82");
    assertRefused(() -> read(malicious("Pos.system\n.")), "0x50");
    assertRefused(() -> read(malicious("cos" + "x".repeat(10_000) + "\n")), "endless");
  }

  /** Within a second each, and without the memory that they ask for. */
  @Test
  void refusesBombs() {
    StringBuilder doubling = new StringBuilder("]q\0");
    for (int i = 0; i < 100; i++) {
      doubling.append("(h\0h\0l").append("q\0");
    }
    String nested = "]".repeat(200_000) + "a".repeat(199_999);
    String endless = "N0".repeat(2_000_000);
    for (String bomb :
        List.of(
            doubling + ".",
            doubling + "q\u0001}h\u0001K\u0001s.",
            nested + ".",
            "(".repeat(500_000) + ".",
            endless + ".",
            "X\u00ff\u00ff\u00ff\u007f.",
            "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.",
            "\u008b\u00ff\u00ff\u00ff\u007f.",
            "\u008b\u00ff\u00ff\u00ff\u00ff.")) {
      Assertions.assertTimeout(
          Duration.ofSeconds(5), () -> assertRefused(() -> read(malicious(bomb))));
    }
  }

  @Test
  void refusesStoragesThatAreNotThere() throws IOException {
    // 2^40 elements, none of them in the file.
    String huge = "\u008a\u0006\0\0\0\0\0\u0001";
    String storage =
        "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\u0000"
            + "0X\u0003\0\0\0cpu"
            + huge
            + "tQ";
    String tensor =
        "}X\u0001\0\0\0a"
            + "ctorch._utils\n_rebuild_tensor_v2\n("
            + storage
            + "K\0"
            + huge
            + "\u0085K\u0001\u0085tRs.";
    assertRefused(() -> read(malicious(tensor)), "should have 4398046511104");
    assertRefused(() -> read(malicious(storage.replace("storage", "storagE") + ".")), "no storage");
    // A view beyond its storage.
    String small =
        "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\u0000"
            + "0X\u0003\0\0\0cpuK\u0001tQ";
    String beyond =
        "}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n("
            + small
            + "K\0K\u0002\u0085K\u0001\u0085tRs.";
    assertRefused(() -> read(malicious(beyond)), "does not fit its storage");
    String negative =
        "}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n("
            + small
            + "J\u00ff\u00ff\u00ff\u00ffK\u0001\u0085K\u0001\u0085tRs.";
    assertRefused(() -> read(malicious(negative)), "does not fit its storage");
  }

  @Test
  void refusesLengthsBeyondTheFile() throws IOException {
    byte[] legacy = Files.readAllBytes(fixture("legacy.pth"));
    // The first storage's count follows the last pickle; a huge one leads far beyond the end.
    for (int i = legacy.length - 50_000; i < legacy.length - 49_000; i += 97) {
      byte[] changed = legacy.clone();
      ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(i, Long.MAX_VALUE / 2);
      try {
        read(file(changed));
      } catch (CheckpointException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
    for (long length : new long[] {-1, 0, 1, Long.MAX_VALUE, 1L << 32, 1 << 24}) {
      byte[] header =
          ByteBuffer.allocate(40)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(length)
              .put("{}".getBytes(StandardCharsets.UTF_8))
              .array();
      assertRefused(() -> read(file(header)));
    }
    String beyond = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9999999999]}}";
    assertRefused(() -> read(safetensors(beyond)), "beyond the file");
    String inverted = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}";
    assertRefused(() -> read(safetensors(inverted)), "beyond the file");
    String product =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}";
    assertRefused(() -> read(safetensors(product)), "does not fit");
    assertRefused(() -> read(safetensors("{\"a\":" + "[".repeat(100_000))), "no JSON");
  }

  /** PyTorch compresses nothing, so that what is compressed can only be there to be large. */
  @Test
  void refusesCompressedEntries() throws IOException {
    Path bomb = folder.resolve("bomb.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      for (int i = 0; i < 200; i++) {
        zip.write(new byte[1 << 20]);
      }
      zip.closeEntry();
    }
    assertRefused(() -> read(bomb), "compressed");
  }

  private static HourglassNetwork read(Path file) {
    return PyTorchWeights.read(file, 2, 0);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(CheckpointException.class)
        .satisfies(
            e -> {
              assertThat(e.getMessage().lines()).hasSize(1);
              for (String part : parts) {
                assertThat(e.getMessage()).contains(part);
              }
            });
  }

  /** A zip of PyTorch's that has this pickle, and a storage of one element called 0. */
  private Path malicious(String program) throws IOException {
    return zip("archive/data.pkl", pickle(program));
  }

  private static byte[] pickle(String program) {
    return ("\u0080\u0002" + program).getBytes(StandardCharsets.ISO_8859_1);
  }

  private Path zip(String name, byte[] content) throws IOException {
    Path file = Files.createTempFile(folder, "weights", ".pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, name, content);
      store(zip, "archive/data/0", new byte[4]);
    }
    return file;
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 check = new CRC32();
    check.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(check.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private String safetensorsHeader() throws IOException {
    byte[] bytes = Files.readAllBytes(fixture("bfloat16.safetensors"));
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(bytes, 8, length, StandardCharsets.UTF_8);
  }

  /** The fixture's data under another header. */
  private Path safetensors(String header) throws IOException {
    byte[] bytes = Files.readAllBytes(fixture("bfloat16.safetensors"));
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    changed.writeBytes(text);
    changed.write(bytes, 8 + length, bytes.length - 8 - length);
    return file(changed.toByteArray());
  }

  private Path file(byte[] bytes) throws IOException {
    Path file = Files.createTempFile(folder, "weights", ".pth");
    return Files.write(file, bytes);
  }

  private Path fixture(String name) {
    Path file = folder.resolve(name);
    try (InputStream in = PyTorchWeightsTest.class.getResourceAsStream("/pytorch/" + name)) {
      if (!Files.exists(file)) {
        Files.copy(in, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(String name) throws IOException {
    return new ArrayList<>(Files.readAllLines(fixture(name)));
  }
}
