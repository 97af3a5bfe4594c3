package io.github.awing.model.pytorch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads the format that {@code torch.save} writes since 1.6: a zip of {@code NAME/data.pkl} and,
 * for each storage, {@code NAME/data/KEY}. Its entries are not compressed, so no entry is longer
 * than the file.
 */
final class ZipForm implements WeightFile.Form {

  private static final int LONGEST_PICKLE = 16 << 20;
  private static final String PICKLE = "/data.pkl";

  private final ZipFile zip;

  ZipForm(Path file) throws IOException {
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException("it is a zip file, but cut short or damaged");
    }
  }

  @Override
  public Object content() throws IOException {
    String pickle = pickle();
    String folder = pickle.substring(0, pickle.length() - PICKLE.length());
    if (zip.getEntry(folder + "/byteorder") != null) {
      String order =
          StandardCharsets.US_ASCII.decode(bytes(folder + "/byteorder", 0, 16, true)).toString();
      if (!order.strip().equals("little")) {
        throw new MalformedFileException("it was written on a big-endian machine");
      }
    }
    Map<StorageTuple, Storage> storages = new HashMap<>();
    return Pickle.read(
        bytes(pickle, 0, LONGEST_PICKLE, true),
        tuple ->
            storages.computeIfAbsent(StorageTuple.of(tuple), stored -> storage(folder, stored)));
  }

  private String pickle() {
    try {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.lastIndexOf('/'))
          .findFirst()
          .orElseThrow(
              () ->
                  new MalformedFileException(
                      "these are no weights: it is a zip file, but without data.pkl"));
    } catch (IllegalArgumentException e) {
      // Java decodes names when they are listed.
      throw new MalformedFileException("the name of an entry is damaged");
    }
  }

  private Storage storage(String folder, StorageTuple tuple) {
    String name = folder + "/data/" + tuple.key();
    ZipEntry entry = entry(name);
    if (entry.getSize() != tuple.bytes()) {
      throw new MalformedFileException(
          "%s has %d bytes, but should have %d"
              .formatted(printable(name), entry.getSize(), tuple.bytes()));
    }
    return new Storage(
        tuple.type(), tuple.elements(), (position, length) -> bytes(name, position, length, false));
  }

  /**
   * Reads bytes of an entry, either exactly or at most {@code length}; a longer entry is refused.
   */
  private ByteBuffer bytes(String name, long position, int length, boolean whole)
      throws IOException {
    ZipEntry entry = entry(name);
    try (InputStream in = zip.getInputStream(entry)) {
      in.skipNBytes(position);
      byte[] bytes = in.readNBytes(whole ? length + 1 : length);
      if (whole ? bytes.length > length : bytes.length < length) {
        throw new MalformedFileException(
            "%s is %s".formatted(printable(name), whole ? "too long" : "cut short"));
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (EOFException | ZipException e) {
      throw new MalformedFileException("%s is cut short or damaged".formatted(printable(name)));
    }
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new MalformedFileException("it lacks " + printable(name));
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new MalformedFileException(
          "%s is compressed, as PyTorch never writes it".formatted(printable(name)));
    }
    return entry;
  }

  private static String printable(String name) {
    List<String> parts = List.of(name.replaceAll("[^\\x20-\\x7E]", "?").split("/"));
    String last = parts.get(parts.size() - 1);
    return last.length() <= 40 ? last : last.substring(0, 40) + "...";
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
