package io.github.awing.cuda;

import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies on the card of arrays that stay from run to run. A copy is made at the first run with an
 * array, and again at the first run after {@link #synchronise}, since the caller may have changed
 * the array since then.
 */
final class Residents implements AutoCloseable {

  /** Largest number of bytes copied at once. */
  private static final long CHUNK = 64L << 20;

  private final Card card;
  private final CardStream stream;
  private final Transfers transfers;
  private final Map<Long, Copy> copies = new HashMap<>();

  /** Copy on the card; keeps its array alive. */
  private static final class Copy {
    private final INDArray array;
    private final long address;
    private boolean current;
    private boolean changed;

    Copy(INDArray array, long address) {
      this.array = array;
      this.address = address;
    }
  }

  Residents(Card card, CardStream stream) {
    this.card = card;
    this.stream = stream;
    transfers = new Transfers(card, stream);
  }

  /** Address of the card's copy of an array. */
  long address(INDArray array) {
    Copy copy = copies.get(NativeFloats.address(array));
    if (copy == null || copy.array.length() != array.length()) {
      if (copy != null) {
        card.free(copy.address);
      }
      copy = new Copy(array, card.allocate(HostMemory.bytes(array)));
      copies.put(NativeFloats.address(array), copy);
    }
    if (!copy.current) {
      inChunks(copy, true);
      copy.current = true;
    }
    return copy.address;
  }

  /** Marks the card's copy of an array as changed. */
  void markChanged(INDArray array) {
    copies.get(NativeFloats.address(array)).changed = true;
  }

  /** Copies changed copies back to the caller's arrays. */
  void synchronise() {
    for (Copy copy : copies.values()) {
      if (copy.changed) {
        inChunks(copy, false);
        copy.changed = false;
      }
      copy.current = false;
    }
  }

  private void inChunks(Copy copy, boolean up) {
    long host = NativeFloats.address(copy.array);
    long bytes = HostMemory.bytes(copy.array);
    for (long from = 0; from < bytes; from += CHUNK) {
      long length = Math.min(CHUNK, bytes - from);
      transfers.begin(Transfers.room(length));
      if (up) {
        transfers.upload(copy.address + from, host + from, length);
        stream.await();
      } else {
        long pinned = transfers.download(copy.address + from, length);
        stream.await();
        Transfers.copy(host + from, pinned, length);
      }
    }
    Reference.reachabilityFence(copy.array);
  }

  @Override
  public void close() {
    copies.values().forEach(copy -> card.free(copy.address));
    copies.clear();
    transfers.close();
  }
}
