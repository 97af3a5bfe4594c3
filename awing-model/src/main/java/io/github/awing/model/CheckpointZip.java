package io.github.awing.model;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongFunction;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a checkpoint's entries. Each entry is checked in full, and no more bytes are read than
 * requested. Java itself does not compare an entry with its checksum.
 */
final class CheckpointZip implements Closeable {

  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final ZipFile zip;

  CheckpointZip(Path file) throws IOException {
    this.file = file;
    zip = new ZipFile(file.toFile());
  }

  /**
   * Reads a whole entry.
   *
   * @throws CheckpointException if it is missing, is longer than {@code longest}, or damaged
   */
  byte[] bytes(String name, int longest) throws IOException {
    ZipEntry entry = entry(name);
    // The entry's declared length may be false: read at most one byte more than allowed.
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      byte[] bytes = in.readNBytes(longest + 1);
      if (bytes.length > longest) {
        throw new CheckpointException(file, "%s has more than %d bytes".formatted(name, longest));
      }
      requireChecksum(entry, in);
      return bytes;
    } catch (ZipException | EOFException e) {
      throw damaged(name, e);
    }
  }

  /**
   * Reads an entry of floats, little-endian.
   *
   * @param sha256 expected SHA-256; empty for an older format that does not store it
   * @param place name of the parameter that a number belongs to, by the number's index
   * @throws CheckpointException if it is missing, has another length, is damaged, or holds a number
   *     that is not finite
   */
  float[] floats(String name, int count, String sha256, LongFunction<String> place)
      throws IOException {
    float[] floats = new float[count];
    read(name, count, sha256, place, floats);
    return floats;
  }

  /** Checks an entry as {@link #floats} does, without keeping it, so that damage is found early. */
  void check(String name, long count, String sha256, LongFunction<String> place)
      throws IOException {
    read(name, count, sha256, place, null);
  }

  private void read(
      String name, long count, String sha256, LongFunction<String> place, float[] into)
      throws IOException {
    ZipEntry entry = entry(name);
    MessageDigest digest = sha256();
    long length = 0;
    long wrong = -1;
    float wrongValue = 0;
    try (CheckedInputStream in =
        new CheckedInputStream(
            new DigestInputStream(zip.getInputStream(entry), digest), new CRC32())) {
      byte[] chunk = new byte[CHUNK];
      int read = in.readNBytes(chunk, 0, CHUNK);
      while (read > 0) {
        if (length + read > count * Float.BYTES) {
          throw new CheckpointException(
              file, "%s has more than %d bytes".formatted(name, count * Float.BYTES));
        }
        ByteBuffer numbers = ByteBuffer.wrap(chunk, 0, read).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = length / Float.BYTES; numbers.remaining() >= Float.BYTES; i++) {
          float number = numbers.getFloat();
          if (wrong < 0 && !Float.isFinite(number)) {
            wrong = i;
            wrongValue = number;
          }
          if (into != null) {
            into[(int) i] = number;
          }
        }
        length += read;
        read = in.readNBytes(chunk, 0, CHUNK);
      }
      if (length != count * Float.BYTES) {
        throw new CheckpointException(
            file,
            "%s has %d bytes, but should have %d".formatted(name, length, count * Float.BYTES));
      }
      requireChecksum(entry, in);
    } catch (ZipException | EOFException e) {
      throw damaged(name, e);
    }
    if (!sha256.isEmpty() && !sha256.equals(HexFormat.of().formatHex(digest.digest()))) {
      throw new CheckpointException(file, name + " does not have the SHA-256 it should have");
    }
    if (wrong >= 0) {
      throw new CheckpointException(
          file,
          "%s holds %s in %s, but every number must be finite: a training that diverged wrote it"
              .formatted(name, wrongValue, place.apply(wrong)));
    }
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new CheckpointException(
          file, "no checkpoint: it holds no " + name + Checkpoint.OF_PYTORCH);
    }
    return entry;
  }

  private CheckpointException damaged(String name, IOException e) {
    return new CheckpointException(
        file, "%s is damaged: %s; use another copy".formatted(name, e.getMessage()), e);
  }

  private void requireChecksum(ZipEntry entry, CheckedInputStream in) {
    if (in.getChecksum().getValue() != entry.getCrc()) {
      throw new CheckpointException(
          file, entry.getName() + " is damaged: it does not have its checksum; use another copy");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
