package io.github.awing.model.pytorch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a file by name, whatever its form: PyTorch's of 2019, its zip, or safetensors. The
 * file stays open, for tensors are read when they are asked for.
 */
final class WeightFile implements Closeable {

  /** Where weights stand in what a training script saved. */
  private static final List<String> KEYS = List.of("state_dict", "model_state_dict", "model");

  private static final String PARALLEL = "module.";

  /** A file of so many bytes, opened once. */
  interface Form extends Closeable {
    /**
     * What the file holds: for pickles whatever was saved, for safetensors its tensors.
     *
     * @throws MalformedFileException if it is damaged, or wants more than data
     */
    Object content() throws IOException;
  }

  private final Form form;
  private final Map<String, StoredTensor> tensors;

  private WeightFile(Form form, Map<String, StoredTensor> tensors) {
    this.form = form;
    this.tensors = tensors;
  }

  /**
   * Opens a file and finds its tensors.
   *
   * @throws MalformedFileException if it is of no known form, is damaged, holds no tensors, or
   *     wants more than data
   * @throws IOException if it cannot be read
   */
  static WeightFile open(Path file) throws IOException {
    Form form = form(file);
    try {
      return new WeightFile(form, stateDictionary(form.content()));
    } catch (IOException | RuntimeException e) {
      form.close();
      throw e;
    }
  }

  private static Form form(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new MalformedFileException("this is a folder");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      byte[] start = new byte[(int) Math.min(9, channel.size())];
      read(channel, 0, start.length).get(start);
      if (start.length == 9 && start[0] == 'P' && start[1] == 'K') {
        channel.close();
        return new ZipForm(file);
      }
      if (start.length > 1 && (start[0] & 0xFF) == 0x80) {
        return new LegacyForm(channel);
      }
      if (start.length == 9 && start[8] == '{') {
        return new SafetensorsForm(channel);
      }
      throw new MalformedFileException(
          "these are no weights: the file is neither PyTorch's nor safetensors");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Map<String, StoredTensor> stateDictionary(Object content) {
    Object dictionary = content;
    for (String key : KEYS) {
      if (dictionary instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> inner) {
        dictionary = inner;
      }
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    if (dictionary instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name instanceof String string && value instanceof StoredTensor tensor) {
              tensors.put(string, tensor);
            }
          });
    }
    if (tensors.isEmpty()) {
      throw new MalformedFileException(
          "it holds no weights, neither by themselves nor under " + String.join(", ", KEYS));
    }
    return withoutPrefix(tensors);
  }

  /** A network that was trained on several GPUs at once has its names prefixed. */
  private static Map<String, StoredTensor> withoutPrefix(Map<String, StoredTensor> tensors) {
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
      return tensors;
    }
    Map<String, StoredTensor> bare = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> bare.put(name.substring(PARALLEL.length()), tensor));
    return bare;
  }

  /** In the file's order. */
  Map<String, StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public void close() throws IOException {
    form.close();
  }

  /** So many bytes of a file, little-endian. */
  static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
    if (position < 0 || length < 0 || position > channel.size() - length) {
      throw new EOFException("the file is cut short");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("the file is cut short");
      }
    }
    return bytes.flip();
  }
}
