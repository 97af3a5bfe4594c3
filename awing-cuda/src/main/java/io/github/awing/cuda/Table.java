package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.LongPointer;

/**
 * Table of addresses and lengths for a kernel, of which each block reads a row. It is written when
 * all addresses are known.
 */
final class Table {

  private final List<Supplier<long[]>> rows = new ArrayList<>();
  private final int words;
  private long address;

  /**
   * Makes an empty table.
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

  /** Writes the table to its address on the card, and waits for the copy. */
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

  /** Packs two integers into one word. */
  static long word(int first, int second) {
    return (first & 0xffffffffL) | ((long) second << 32);
  }

  void setAddress(long cardAddress) {
    address = cardAddress;
  }

  long address() {
    return address;
  }
}
