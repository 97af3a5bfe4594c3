package io.github.awing.cuda;

import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies inputs to the card ahead of the run that reads them, on its own thread and stream, for at
 * most two runs.
 */
final class Staging implements AutoCloseable {

  private static final int SLOTS = 2;

  private final Card card;
  private final CardStream stream;
  private final List<Slot> slots = new ArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "awing-cuda-staging");
            daemon.setDaemon(true);
            return daemon;
          });
  private int next;

  /** Inputs of one run. */
  private final class Slot {
    private final Transfers transfers = new Transfers(card, stream);
    private final Map<Integer, Long> addresses = new HashMap<>();
    private Map<Integer, INDArray> arrays = Map.of();
    private Future<CardStream.Mark> copied;
    private CardStream.Mark taken;
    private long memory;
    private long capacity;

    void stage(Map<Integer, INDArray> given) {
      finishCopy();
      arrays = given;
      CardStream.Mark free = taken;
      taken = null;
      copied = thread.submit(() -> copy(free));
    }

    private CardStream.Mark copy(CardStream.Mark free) {
      if (free != null) {
        free.await();
        free.close();
      }
      long bytes = arrays.values().stream().mapToLong(a -> room(a)).sum();
      if (capacity < bytes) {
        release();
        memory = card.allocate(bytes);
        capacity = bytes;
      }
      transfers.begin(bytes);
      long at = memory;
      for (Map.Entry<Integer, INDArray> entry : arrays.entrySet()) {
        INDArray array = entry.getValue();
        transfers.upload(at, NativeFloats.address(array), HostMemory.bytes(array));
        addresses.put(entry.getKey(), at);
        at += room(array);
        Reference.reachabilityFence(array);
      }
      return stream.mark();
    }

    private long room(INDArray array) {
      return Transfers.room(HostMemory.bytes(array));
    }

    boolean holds(Map<Integer, INDArray> given) {
      return !arrays.isEmpty()
          && arrays.entrySet().stream().allMatch(e -> given.get(e.getKey()) == e.getValue());
    }

    Map<Integer, Long> take(CardStream reader) {
      reader.waitFor(copiedMark());
      arrays = Map.of();
      return addresses;
    }

    /** Discards the inputs and waits until their arrays are no longer read. */
    void forget() {
      if (!arrays.isEmpty()) {
        copiedMark();
        arrays = Map.of();
      }
    }

    private CardStream.Mark copiedMark() {
      try {
        return copied.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while inputs were copied to the card", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    private void finishCopy() {
      if (copied != null) {
        CardStream.Mark mark = copiedMark();
        mark.await();
        mark.close();
        copied = null;
      }
    }

    private void release() {
      if (capacity > 0) {
        card.free(memory);
        capacity = 0;
      }
    }

    void close() {
      finishCopy();
      if (taken != null) {
        taken.await();
        taken.close();
      }
      transfers.close();
      release();
    }
  }

  Staging(Card card) {
    this.card = card;
    stream = card.newStream();
    for (int slot = 0; slot < SLOTS; slot++) {
      slots.add(new Slot());
    }
  }

  /**
   * Begins to copy inputs, given by number; an empty map discards all copies that no run has taken.
   */
  synchronized void stage(Map<Integer, INDArray> inputs) {
    if (inputs.isEmpty()) {
      slots.forEach(Slot::forget);
      return;
    }
    slots.get(next).stage(inputs);
    next = (next + 1) % SLOTS;
  }

  /**
   * Copies staged inputs to the places that a run reads.
   *
   * @param given all inputs of the run, by number
   * @param reader stream of the run
   * @param to places of the inputs, by number
   * @return numbers of the inputs copied
   */
  synchronized Set<Integer> take(
      Map<Integer, INDArray> given, CardStream reader, Map<Integer, Place> to) {
    for (Slot slot : slots) {
      if (slot.holds(given)) {
        Set<Integer> numbers = Set.copyOf(slot.arrays.keySet());
        Map<Integer, Long> from = slot.take(reader);
        for (int number : numbers) {
          reader.copy(
              to.get(number).address(), from.get(number), HostMemory.bytes(given.get(number)));
        }
        slot.taken = reader.mark();
        return numbers;
      }
    }
    return Set.of();
  }

  @Override
  public synchronized void close() {
    slots.forEach(Slot::close);
    thread.shutdown();
    stream.close();
  }
}
