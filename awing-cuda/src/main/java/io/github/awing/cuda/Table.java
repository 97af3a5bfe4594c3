package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.LongPointer;

/**
 * Rows of addresses and lengths that the blocks of a kernel read, one each. They are filled in once
 * all addresses are known.
 */
final class Table {

  private final List<Supplier<long[]>> rows = new ArrayList<>();
  private final int words;
  private long address;

  /**
   * Without rows.
   *
   * @param words of eight bytes in a row
   */
  Table(int words) {
    this.words = words;
  }

  void add(Supplier<long[]> row) {
    rows.add(row);
  }

  int rows() {
    return rows.size();
  }

  long bytes() {
    return (long) rows.size() * words * Long.BYTES;
  }

  /** Fills it in where it lies, and waits for it. */
  void upload(CardStream stream) {
    long[] contents = new long[rows.size() * words];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row).get(), 0, contents, row * words, words);
    }
    try (LongPointer host = new LongPointer(contents)) {
      stream.upload(address, host.address(), bytes());
      stream.await();
    }
  }

  /** Two integers in one word. */
  static long word(int first, int second) {
    return (first & 0xffffffffL) | ((long) second << 32);
  }

  void lieAt(long cardAddress) {
    address = cardAddress;
  }

  long address() {
    return address;
  }
}
