package io.github.awing.model.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes files in PyTorch's formats: dictionaries, lists, strings, whole numbers, tensors and
 * calls.
 */
final class TorchFile {

  /** Tensor of float32. */
  record Tensor(float[] values, int... shape) {
    Tensor zeros() {
      return new Tensor(new float[values.length], shape);
    }
  }

  /** Tensor of one whole number. */
  record Whole(long value) {}

  /** Call of a Python function. */
  record Called(String module, String name, List<?> arguments) {}

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final List<Object> storages = new ArrayList<>();

  private TorchFile() {}

  static Map<String, Object> renamed(Map<String, Object> named, UnaryOperator<String> change) {
    Map<String, Object> renamed = new LinkedHashMap<>();
    named.forEach((name, value) -> renamed.put(change.apply(name), value));
    return renamed;
  }

  static Path zip(Path file, Object content) throws IOException {
    TorchFile torch = new TorchFile();
    torch.program(content);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, "archive/data.pkl", torch.pickle.toByteArray());
      for (int i = 0; i < torch.storages.size(); i++) {
        store(zip, "archive/data/" + i, bytes(torch.storages.get(i)));
      }
      store(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  static Path legacy(Path file, Object content) throws IOException {
    TorchFile torch = new TorchFile();
    torch.text("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.");
    torch.text("\u0080\u0002M\u00e9\u0003.");
    torch.program(Map.of("protocol_version", 1001));
    torch.program(content);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < torch.storages.size(); i++) {
      keys.add("" + i);
    }
    torch.program(keys);
    for (Object storage : torch.storages) {
      byte[] bytes = bytes(storage);
      int elements = storage instanceof Tensor tensor ? tensor.values().length : 1;
      torch.pickle.writeBytes(little(8).putLong(elements).array());
      torch.pickle.writeBytes(bytes);
    }
    return Files.write(file, torch.pickle.toByteArray());
  }

  static Path safetensors(Path file, Map<String, Object> tensors) throws IOException {
    StringJoiner header = new StringJoiner(",", "{", "}");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    tensors.forEach(
        (name, value) -> {
          int from = data.size();
          data.writeBytes(bytes(value));
          header.add(
              "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(
                      name,
                      value instanceof Tensor ? "F32" : "I64",
                      Arrays.toString(shape(value)),
                      from,
                      data.size()));
        });
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(little(8).putLong(text.length).array());
    all.writeBytes(text);
    all.writeBytes(data.toByteArray());
    return Files.write(file, all.toByteArray());
  }

  private void program(Object content) {
    text("\u0080\u0002");
    value(content);
    text(".");
  }

  private void value(Object value) {
    if (value instanceof String string) {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      text("X");
      pickle.writeBytes(little(4).putInt(bytes.length).array());
      pickle.writeBytes(bytes);
    } else if (value instanceof Integer number) {
      text("J");
      pickle.writeBytes(little(4).putInt(number).array());
    } else if (value instanceof List<?> list) {
      text("](");
      list.forEach(this::value);
      text("e");
    } else if (value instanceof Map<?, ?> map) {
      text("}(");
      map.forEach(
          (key, item) -> {
            value(key);
            value(item);
          });
      text("u");
    } else if (value instanceof Called call) {
      text("c" + call.module() + "\n" + call.name() + "\n(");
      call.arguments().forEach(this::value);
      text("tR");
    } else {
      tensor(value);
    }
  }

  private void tensor(Object tensor) {
    int[] shape = shape(tensor);
    text("ctorch._utils\n_rebuild_tensor_v2\n((");
    value("storage");
    text(tensor instanceof Tensor ? "ctorch\nFloatStorage\n" : "ctorch\nLongStorage\n");
    value("" + storages.size());
    value("cpu");
    value(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    text("tQK\0(");
    Arrays.stream(shape).forEach(this::value);
    text("t(");
    for (int axis = 0; axis < shape.length; axis++) {
      value(Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b));
    }
    text("t\u0089ccollections\nOrderedDict\n)RtR");
    storages.add(tensor);
  }

  private void text(String opcodes) {
    pickle.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static int[] shape(Object tensor) {
    return tensor instanceof Tensor floats ? floats.shape() : new int[0];
  }

  private static byte[] bytes(Object tensor) {
    if (tensor instanceof Tensor floats) {
      ByteBuffer bytes = little(4 * floats.values().length);
      bytes.asFloatBuffer().put(floats.values());
      return bytes.array();
    }
    return little(8).putLong(((Whole) tensor).value()).array();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds an entry as PyTorch does, not compressed. */
  static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
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
}
