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
import java.util.List;

/**
 * Opens a file of weights in any supported format: PyTorch's of 2019, its zip, or safetensors. The
 * file stays open, because tensors are read on demand.
 */
final class WeightFile implements Closeable {

  /** Format of a file, opened once. */
  interface Form extends Closeable {
    /**
     * Reads the content: for pickles the saved object, for safetensors the tensors.
     *
     * @throws MalformedFileException if it is damaged, or names code
     */
    Object content() throws IOException;
  }

  private final Form form;
  private final List<StateDictionary> weights;

  private WeightFile(Form form, List<StateDictionary> weights) {
    this.form = form;
    this.weights = weights;
  }

  /**
   * Opens a file and finds its weights.
   *
   * @throws MalformedFileException if it has no known format, is damaged, holds no weights, or
   *     names code
   * @throws IOException if it cannot be read
   */
  static WeightFile open(Path file) throws IOException {
    Form form = form(file);
    try {
      return new WeightFile(form, WeightSearch.in(form.content()));
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

  /** The weights found, in order of preference; at least one. */
  List<StateDictionary> weights() {
    return weights;
  }

  @Override
  public void close() throws IOException {
    form.close();
  }

  /** Reads bytes of a file, little-endian. */
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
