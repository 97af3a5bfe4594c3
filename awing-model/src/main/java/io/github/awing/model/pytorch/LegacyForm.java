package io.github.awing.model.pytorch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the format that {@code torch.save} wrote until 2020, and on request since: five pickles (a
 * magic number, a protocol version, the machine, the content, the keys of the storages), then every
 * storage's number of elements and its bytes.
 */
final class LegacyForm implements WeightFile.Form {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  /**
   * Largest size of all pickles together; thousands of tensors take about one of these 16
   * megabytes.
   */
  private static final int LONGEST_PICKLES = 16 << 20;

  private final FileChannel channel;

  /** Offset of each storage's bytes, which is known after the pickles are read. */
  private final Map<String, Long> positions = new HashMap<>();

  LegacyForm(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public Object content() throws IOException {
    ByteBuffer pickles =
        WeightFile.read(channel, 0, (int) Math.min(LONGEST_PICKLES, channel.size()));
    if (!MAGIC.equals(Pickle.read(pickles, LegacyForm::noStorage))) {
      throw new MalformedFileException(
          "these are no weights: it is a pickle, but not PyTorch's, which torch.save writes");
    }
    Object protocol = Pickle.read(pickles, LegacyForm::noStorage);
    if (!Long.valueOf(PROTOCOL).equals(protocol)) {
      throw new MalformedFileException("it is of another PyTorch protocol than " + PROTOCOL);
    }
    Object machine = Pickle.read(pickles, LegacyForm::noStorage);
    if (machine instanceof Map<?, ?> facts && Boolean.FALSE.equals(facts.get("little_endian"))) {
      throw new MalformedFileException("it was written on a big-endian machine");
    }
    Map<StorageTuple, Storage> storages = new LinkedHashMap<>();
    Object content =
        Pickle.read(
            pickles,
            tuple ->
                isModule(tuple)
                    ? tuple.get(1)
                    : storages.computeIfAbsent(StorageTuple.of(tuple), this::storage));
    Map<String, StorageTuple> tuples = new HashMap<>();
    for (StorageTuple tuple : storages.keySet()) {
      if (tuples.put(tuple.key(), tuple) != null) {
        throw new MalformedFileException("its pickle has two storages of one key");
      }
    }
    locate(Pickle.read(pickles, LegacyForm::noStorage), tuples, pickles.position());
    return content;
  }

  /**
   * Whether a tuple is a module: a pickled model names its classes so, with their source, which is
   * ignored.
   */
  private static boolean isModule(List<?> tuple) {
    return tuple.size() > 1 && "module".equals(tuple.get(0));
  }

  private static Object noStorage(List<?> tuple) {
    throw new MalformedFileException("its pickle refers to a storage where there is none");
  }

  private Storage storage(StorageTuple tuple) {
    return new Storage(
        tuple.type(),
        tuple.elements(),
        (position, length) ->
            WeightFile.read(channel, positions.get(tuple.key()) + position, length));
  }

  private void locate(Object keys, Map<String, StorageTuple> tuples, long start)
      throws IOException {
    long position = start;
    if (!(keys instanceof List<?> list)) {
      throw new MalformedFileException("its list of storages is not a list");
    }
    for (Object key : list) {
      StorageTuple tuple = tuples.get(key);
      if (tuple == null) {
        throw new MalformedFileException("it lists a storage that nothing refers to");
      }
      long elements = WeightFile.read(channel, position, Long.BYTES).getLong();
      if (elements != tuple.elements()) {
        throw new MalformedFileException(
            "a storage has %d elements, but should have %d".formatted(elements, tuple.elements()));
      }
      position += Long.BYTES;
      positions.put(tuple.key(), position);
      position += tuple.bytes();
      if (position < 0 || position > channel.size()) {
        throw new MalformedFileException("it is cut short, or a storage's length is wrong");
      }
    }
    if (!positions.keySet().containsAll(tuples.keySet())) {
      throw new MalformedFileException("it lacks storages that it refers to");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
