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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tests files that PyTorch wrote, see {@code pytorch/README.md}, and malformed or malicious files.
 */
class PyTorchWeightsTest {

  private static final HourglassSpec TINY = new HourglassSpec(2, 1, 16, 1, 256, true, true, false);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zip.pth",
        "legacy.pth",
        "half.pth",
        "bfloat16.safetensors",
        "training.ckpt",
        "training-legacy.pth",
        "model.pt",
        "scripted.pt"
      })
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
        assertThat(values[i]).as("%s[%d]", tensor, i).isEqualTo(expected(tensor, k, i));
      }
    }
  }

  /** Prefixes of DataParallel, compiling, Lightning and other wrappers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "module.",
        "model.",
        "net.",
        "_orig_mod.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "module.module.",
        "model.net.",
        "net.module._orig_mod.",
        "_fsdp_wrapped_module.model.",
        "generator.ema.0."
      })
  void takesNamesOfEveryPrefix(String prefix) throws IOException {
    Map<String, Object> weights = TorchFile.renamed(tinyWeights(), name -> prefix + name);
    for (Path file :
        List.of(
            TorchFile.zip(newFile(), weights),
            TorchFile.legacy(newFile(), Map.of("state_dict", weights, "epoch", 3)),
            TorchFile.safetensors(newFile(), weights))) {
      assertThat(parameters(file)).isEqualTo(tinyParameters());
      PyTorchWeights.Contents contents = PyTorchWeights.contents(file);
      assertThat(contents.place()).endsWith(prefix.isEmpty() ? "" : prefix + "*");
      assertThat(contents.heatmaps()).isEqualTo(3);
      assertThat(contents.stacks()).isEqualTo(1);
      assertThat(contents.leftOut()).isEmpty();
      assertThat(contents.otherPlaces()).isEmpty();
    }
  }

  /** Networks of which parts are compiled or wrapped. */
  @Test
  void takesNamesWithWrappersInTheMiddle() throws IOException {
    Map<String, Object> weights =
        TorchFile.renamed(
            tinyWeights(),
            name -> "model." + name.replace("m0.", "m0._orig_mod.").replace("l0.", "l0.module."));
    Path file = TorchFile.zip(newFile(), weights);
    assertThat(parameters(file)).isEqualTo(tinyParameters());
    weights.put("_orig_mod.model.conv1.conv.bias", weights.get("model.conv1.conv.bias"));
    assertRefused(
        () -> read(TorchFile.zip(newFile(), weights)), "several tensors called conv1.conv.bias");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state_dict",
        "model_state_dict",
        "model",
        "net",
        "network",
        "params",
        "params_ema",
        "g_ema",
        "ema",
        "weights",
        "state.model",
        "ema.module.state_dict",
        "checkpoint.nets.generator"
      })
  void takesWeightsUnderAnyKey(String path) throws IOException {
    Object content = tinyWeights();
    String[] keys = path.split("\\.");
    for (int i = keys.length - 1; i >= 0; i--) {
      Map<String, Object> around = new LinkedHashMap<>();
      around.put("epoch", 7);
      around.put(keys[i], content);
      around.put("note", "text");
      content = around;
    }
    for (Path file :
        List.of(TorchFile.zip(newFile(), content), TorchFile.legacy(newFile(), content))) {
      assertThat(parameters(file)).isEqualTo(tinyParameters());
      assertThat(PyTorchWeights.contents(file).place()).isEqualTo(path);
    }
    assertThat(PyTorchWeights.contents(TorchFile.zip(newFile(), List.of(7, content))).place())
        .isEqualTo("[1]." + path);
  }

  @Test
  void prefersTheAverageAndReportsOtherWeights() throws IOException {
    Map<String, Object> zeros = new LinkedHashMap<>(tinyWeights());
    zeros.replaceAll((name, tensor) -> ((TorchFile.Tensor) tensor).zeros());
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("params", zeros);
    both.put("params_ema", tinyWeights());
    Path file = TorchFile.zip(newFile(), both);
    assertThat(parameters(file)).isEqualTo(tinyParameters());
    assertThat(PyTorchWeights.contents(file).place()).isEqualTo("params_ema");
    assertThat(PyTorchWeights.contents(file).otherPlaces()).containsExactly("params");

    // An average of the trained parameters alone, without running statistics, is not a network.
    Map<String, Object> shadow = new LinkedHashMap<>(zeros);
    shadow.keySet().removeIf(name -> name.contains("running"));
    Map<String, Object> partly = new LinkedHashMap<>();
    partly.put("ema", Map.of("decay", 1, "shadow", shadow));
    partly.put("state_dict", tinyWeights());
    Path other = TorchFile.zip(newFile(), partly);
    assertThat(parameters(other)).isEqualTo(tinyParameters());
    assertThat(PyTorchWeights.contents(other).otherPlaces()).containsExactly("ema.shadow");

    // Two networks side by side, such as a generator and its average in one dictionary.
    Map<String, Object> sideBySide =
        new LinkedHashMap<>(TorchFile.renamed(zeros, name -> "online." + name));
    sideBySide.putAll(TorchFile.renamed(tinyWeights(), name -> "ema_model.module." + name));
    sideBySide.put("discriminator.weight", zeros.get("l0.weight"));
    Path third = TorchFile.safetensors(newFile(), sideBySide);
    assertThat(parameters(third)).isEqualTo(tinyParameters());
    PyTorchWeights.Contents contents = PyTorchWeights.contents(third);
    assertThat(contents.place()).isEqualTo("ema_model.module.*");
    assertThat(contents.otherPlaces()).containsExactly("online.*");
    assertThat(contents.leftOut()).containsExactly("discriminator.weight");
  }

  /** AveragedModel has a counter that is not a weight. */
  @Test
  void leavesOutWholeNumbersThatAreNoWeights() throws IOException {
    Map<String, Object> weights = TorchFile.renamed(tinyWeights(), name -> "module." + name);
    weights.put("n_averaged", new TorchFile.Whole(5));
    Path file = TorchFile.zip(newFile(), weights);
    assertThat(parameters(file)).isEqualTo(tinyParameters());
    assertThat(PyTorchWeights.contents(file).leftOut()).containsExactly("n_averaged");
  }

  /** Python 2 gave an ordered dictionary its items as a list of pairs. */
  @Test
  void readsPythonTwosDictionaries() throws IOException {
    List<Object> pairs = new ArrayList<>();
    tinyWeights().forEach((name, tensor) -> pairs.add(List.of(name, tensor)));
    Object dictionary = new TorchFile.Called("collections", "OrderedDict", List.of(pairs));
    assertThat(parameters(TorchFile.legacy(newFile(), dictionary))).isEqualTo(tinyParameters());
  }

  @Test
  void describesTheContentOfOtherFiles() throws IOException {
    Map<String, Object> other = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      other.put("features." + i + ".weight", new TorchFile.Whole(i));
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("epoch", 3);
    content.put("args", new TorchFile.Called("argparse", "Namespace", List.of()));
    content.put("model", other);
    assertRefused(
        () -> read(TorchFile.zip(newFile(), content)),
        "no weights of a stacked hourglass (no l0.weight",
        "it has epoch, args (argparse.Namespace), model (features.0.weight, features.1.weight,"
            + " features.2.weight and 17 more)");
    assertRefused(
        () -> read(TorchFile.safetensors(newFile(), other)),
        "it has features.0.weight, features.1.weight",
        "and 12 more");
    assertRefused(() -> read(TorchFile.zip(newFile(), Map.of())), "it is empty");
    assertRefused(() -> read(TorchFile.zip(newFile(), 7)), "single value");
    assertRefused(() -> read(TorchFile.zip(newFile(), new TorchFile.Whole(7))), "single tensor");
  }

  /** A Python object is an error only in the place of a weight. */
  @Test
  void refusesObjectsInThePlaceOfWeights() throws IOException {
    Object array = new TorchFile.Called("numpy.core.multiarray", "_reconstruct", List.of(1, 2));
    for (String name : List.of("l0.bias", "l0.weight")) {
      Map<String, Object> weights = tinyWeights();
      weights.put(name, array);
      assertRefused(
          () -> read(TorchFile.zip(newFile(), weights)),
          name + " is numpy.core.multiarray._reconstruct, no tensor");
      assertRefused(
          () -> {
            Path file = TorchFile.zip(newFile(), weights);
            PyTorchWeights.contents(file);
            read(file);
          },
          name + " is numpy.core.multiarray._reconstruct, no tensor");
    }
    Map<String, Object> beside = tinyWeights();
    beside.put("mean", array);
    assertThat(parameters(TorchFile.zip(newFile(), beside))).isEqualTo(tinyParameters());
  }

  @ParameterizedTest
  @CsvSource({
    "l0.weight, NaN",
    "conv1.conv.bias, Infinity",
    "bn1.weight, -Infinity",
    "bn1.running_var, -0.5"
  })
  void refusesWeightsThatNoNetworkCanUse(String name, float value) throws IOException {
    Map<String, Object> weights = tinyWeights();
    ((TorchFile.Tensor) weights.get(name)).values()[2] = value;
    assertRefused(() -> read(TorchFile.zip(newFile(), weights)), "its " + name + " holds " + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os system",
        "posix system",
        "nt system",
        "subprocess Popen",
        "subprocess check_output",
        "builtins exec",
        "builtins eval",
        "builtins __import__",
        "builtins open",
        "__builtin__ execfile",
        "sys exit",
        "runpy run_path",
        "importlib import_module",
        "socket socket",
        "shutil rmtree",
        "pickle loads",
        "ctypes CDLL",
        "webbrowser open",
        "code InteractiveInterpreter",
        "types CodeType",
        "torch load",
        "torch.hub load",
        "numpy.testing._private.utils runstring",
      })
  void refusesNamesThatRunCodeEvenBesideWeights(String name) throws IOException {
    String[] parts = name.split(" ");
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("state_dict", tinyWeights());
    content.put("extra", new TorchFile.Called(parts[0], parts[1], List.of("true")));
    assertRefused(() -> read(TorchFile.zip(newFile(), content)), name.replace(' ', '.'), "refused");
    assertRefused(() -> read(TorchFile.legacy(newFile(), content)), "refused");
  }

  /** Objects in large number, nested in one another, and in themselves. */
  @Test
  void boundsObjects() throws IOException {
    String made = "cmine\nThing\n)\u0081";
    String many = "](" + made + "q\0" + (made + "0").repeat(250_000) + "e.";
    assertRefused(() -> read(malicious(many)), "more than 200000 objects");
    StringBuilder doubling = new StringBuilder(made + "q\0");
    for (int i = 0; i < 60; i++) {
      doubling.append("0").append(made).append("}(X\u0001\0\0\0ah\0X\u0001\0\0\0bh\0ubq\0");
    }
    StringBuilder nested = new StringBuilder(made + "q\0");
    for (int i = 0; i < 20_000; i++) {
      nested.append("0").append(made).append("}X\u0001\0\0\0ah\0sbq\0");
    }
    String inItself = made + "q\0}X\u0001\0\0\0ah\0sb";
    for (String program : List.of(doubling + ".", nested + ".", inItself + ".")) {
      Assertions.assertTimeout(
          Duration.ofSeconds(5),
          () -> assertRefused(() -> read(malicious(program)), "no weights of a stacked"));
    }
  }

  @Test
  void readsTheRequestedNumberOfStacks() {
    assertThat(PyTorchWeights.read(fixture("zip.pth"), 2, 1).spec()).isEqualTo(TINY);
    assertRefused(() -> PyTorchWeights.read(fixture("zip.pth"), 2, 2), "has 1 stacks, but 2");
  }

  @Test
  void aSchemeOfOtherLandmarksDoesNotFit() {
    assertRefused(() -> PyTorchWeights.read(fixture("zip.pth"), 98, 0), "3 heatmaps", "98");
    // Three landmarks without a boundary fit as well: the file does not distinguish them.
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

  @Test
  void refusesOtherFiles() throws IOException {
    assertRefused(() -> read(folder.resolve("none.pth")), "no such file");
    assertRefused(() -> read(folder), "folder");
    assertRefused(() -> read(file(new byte[0])), "no weights");
    assertRefused(() -> read(file("x = 1\n".getBytes(StandardCharsets.UTF_8))), "no weights");
    assertRefused(() -> read(zip("archive/other", new byte[3])), "without data.pkl");
    assertRefused(() -> read(file(pickle("K\u0001."))), "not PyTorch's");
  }

  /** At any length, the error is one clear line. */
  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "bfloat16.safetensors"})
  void refusesFilesThatAreCutShort(String name) throws IOException {
    byte[] whole = Files.readAllBytes(fixture(name));
    for (int length = 0; length < whole.length; length += 1 + whole.length / 150) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertRefused(() -> read(file(cut)));
    }
  }

  /** A flipped byte is detected, or changes a weight; nothing else happens. */
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
  void refusesCallsThatMakeNoTensor() {
    assertRefused(
        () -> read(malicious("cos\nsystem\n(X\u0004\0\0\0true tR.")), "os.system", "refused");
    assertRefused(() -> read(malicious("c__builtin__\neval\n.")), "__builtin__.eval");
    assertRefused(
        () -> read(malicious("\u008c\u0005posix\u008c\u0006system\u0093.")), "posix.system");
    assertRefused(() -> read(malicious("ctorch\nload\n.")), "torch.load");
    // Calling, building and instantiating objects that are not functions.
    assertRefused(() -> read(malicious("X\u0001\0\0\0a)R.")), "damaged");
    assertRefused(() -> read(malicious("(ios\nsystem\n.")), "os.system", "refused");
    assertRefused(() -> read(malicious("(cos\nsystem\no.")), "os.system", "refused");
    assertRefused(() -> read(malicious("K\u0001}b.")), "attributes");
    assertRefused(() -> read(malicious("\u0082\u0001.")), "0x82");
    assertRefused(() -> read(malicious("Pos.system\n.")), "0x50");
    assertRefused(() -> read(malicious("cos" + "x".repeat(10_000) + "\n")), "endless");
  }

  /** Within a second each, and without the memory that they request. */
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
  void refusesMissingStorages() throws IOException {
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
    assertRefused(
        () -> read(malicious(storage.replace("storage", "storagE") + ".")), "not a storage");
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
    // The first storage's count follows the last pickle; a huge one points far beyond the end.
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

  /** PyTorch compresses no entry, so a compressed entry can only be a bomb. */
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

  /** The fixtures' weights, float32. */
  private Map<String, Object> tinyWeights() throws IOException {
    Map<String, Object> weights = new LinkedHashMap<>();
    List<String> lines = lines("tiny-tensors.txt");
    for (int k = 0; k < lines.size(); k++) {
      String[] words = lines.get(k).split(" ");
      int[] shape = Arrays.stream(words[1].split(",")).mapToInt(Integer::parseInt).toArray();
      float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = expected(words[0], k, i);
      }
      weights.put(words[0], new TorchFile.Tensor(values, shape));
    }
    return weights;
  }

  private float[] tinyParameters() {
    return parameters(fixture("zip.pth"));
  }

  private static float[] parameters(Path file) {
    return read(file).graph().params().dup('c').data().asFloat();
  }

  private static float expected(String tensor, int k, int i) {
    int place = 37 * i + 11 * k;
    return tensor.endsWith("running_var") ? (64 + place % 64) / 64f : (place % 129 - 64) / 64f;
  }

  private Path newFile() throws IOException {
    return Files.createTempFile(folder, "weights", ".pth");
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

  /** A zip in PyTorch's format with this pickle, and a storage of one element named 0. */
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
      TorchFile.store(zip, name, content);
      TorchFile.store(zip, "archive/data/0", new byte[4]);
    }
    return file;
  }

  private String safetensorsHeader() throws IOException {
    byte[] bytes = Files.readAllBytes(fixture("bfloat16.safetensors"));
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(bytes, 8, length, StandardCharsets.UTF_8);
  }

  /** The fixture's data with another header. */
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
