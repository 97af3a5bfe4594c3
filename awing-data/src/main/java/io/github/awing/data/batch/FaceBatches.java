package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Prefetches batches of faces, epoch by epoch, on other threads. The faces and their order depend
 * on the pipeline's seed and the epoch alone, not on the threads.
 *
 * <p>A picture that cannot be read is left out of its batch and listed in {@link #skipped()}. If
 * strict, its {@link BadDataException} ends the epoch.
 */
public final class FaceBatches implements AutoCloseable {

  /** Order of the faces in an epoch. */
  public enum Order {
    /** Order of the data set; the last batch may be smaller. */
    AS_GIVEN,
    /**
     * A new random order for each epoch; faces that do not fill a batch are left out of the epoch.
     */
    SHUFFLED
  }

  private final FacePipeline pipeline;
  private final List<AnnotatedFace> faces;
  private final int batchSize;
  private final Order order;
  private final boolean strict;
  private final ExecutorService workers;
  private final BatchMemory memory;
  private final int ahead;
  private final AtomicLong waitedNanoseconds = new AtomicLong();
  private final List<String> skipped = Collections.synchronizedList(new ArrayList<>());

  /**
   * Starts the threads; nothing is read before the first epoch.
   *
   * @param threads number of threads that read and prepare, at least 1
   * @throws IllegalArgumentException if there are no faces or the batch size is below 1
   */
  public FaceBatches(
      FacePipeline pipeline,
      List<AnnotatedFace> faces,
      int batchSize,
      Order order,
      boolean strict,
      int threads) {
    if (faces.isEmpty() || batchSize < 1) {
      throw new IllegalArgumentException(
          "%d faces cannot be put into batches of %d".formatted(faces.size(), batchSize));
    }
    this.pipeline = pipeline;
    this.faces = List.copyOf(faces);
    this.batchSize = batchSize;
    this.order = order;
    this.strict = strict;
    // One for each thread in work, two ready for the caller.
    this.ahead = threads + 2;
    this.memory = new BatchMemory(() -> BatchArrays.create(pipeline, batchSize), ahead + 1);
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "face-batches");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Number of batches of an epoch, before any picture is skipped. */
  public int perEpoch() {
    return order == Order.SHUFFLED && faces.size() >= batchSize
        ? faces.size() / batchSize
        : (faces.size() + batchSize - 1) / batchSize;
  }

  /** Number of faces of a batch, before any is skipped. */
  public int batchSize() {
    return batchSize;
  }

  /** Total time in seconds that callers waited for batches. */
  public double waitedSeconds() {
    return waitedNanoseconds.get() / 1e9;
  }

  /** The pictures skipped so far, a line each, repeated as often as they were met. */
  public List<String> skipped() {
    synchronized (skipped) {
      return List.copyOf(skipped);
    }
  }

  /**
   * The batches of one epoch. The caller closes each. Batches of which no picture can be read are
   * left out.
   *
   * @param epoch from 0
   */
  public Epoch epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /**
   * The batches of one epoch without the first ones, equal to those of {@link #epoch(int)}.
   *
   * @param epoch from 0
   * @param firstBatch number of batches to leave out, at least 0; their pictures are not read
   */
  public Epoch epoch(int epoch, int firstBatch) {
    if (firstBatch < 0) {
      throw new IllegalArgumentException("firstBatch must be 0 or more, but is " + firstBatch);
    }
    return new Epoch(epoch, firstBatch);
  }

  /**
   * A part of an epoch, prepared on the calling thread, for processes that share an epoch.
   *
   * @param epoch from 0
   * @param from the first face's place in the epoch's order, from 0
   * @param to the place after the last; at most a batch's size after the first
   * @return a batch, without faces if none of their pictures can be read
   * @throws IndexOutOfBoundsException if the epoch has no such places, or they are more than a
   *     batch's size
   */
  public FaceBatch part(int epoch, int from, int to) {
    Objects.checkFromToIndex(from, to, faces.size());
    Objects.checkIndex(to - from, batchSize + 1);
    return new Epoch(epoch, 0).prepare(from, to);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    memory.close();
  }

  /** Batches of one epoch; closing it early frees the batches prepared ahead. */
  public final class Epoch implements Iterator<FaceBatch>, AutoCloseable {

    private final int epoch;
    private final int[] indices;
    private final Queue<Future<FaceBatch>> begun = new ArrayDeque<>();
    private int nextBatch;
    private int taken;
    private FaceBatch ready;

    private Epoch(int epoch, int firstBatch) {
      this.epoch = epoch;
      this.nextBatch = firstBatch;
      this.taken = firstBatch;
      List<Integer> shuffled = new ArrayList<>(IntStream.range(0, faces.size()).boxed().toList());
      if (order == Order.SHUFFLED) {
        Collections.shuffle(shuffled, new Random(FacePipeline.mixed(pipeline.seed(), epoch, -1)));
      }
      this.indices = shuffled.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean hasNext() {
      while (ready == null) {
        begin();
        if (begun.isEmpty()) {
          return false;
        }
        long asked = System.nanoTime();
        FaceBatch batch = result(begun.remove());
        waitedNanoseconds.addAndGet(System.nanoTime() - asked);
        taken++;
        if (batch.size() == 0) {
          batch.close();
        } else {
          ready = batch;
        }
      }
      return true;
    }

    private void begin() {
      while (begun.size() < ahead && nextBatch < perEpoch()) {
        int from = nextBatch++ * batchSize;
        int to = Math.min(from + batchSize, indices.length);
        begun.add(workers.submit(() -> prepare(from, to)));
      }
    }

    /** The next batch if it is ready; does not wait, and does not close the current batch. */
    public Optional<FaceBatch> peek() {
      if (ready == null) {
        begin();
        Future<FaceBatch> first = begun.peek();
        if (first != null && first.isDone() && holdsFaces(first)) {
          begun.remove();
          taken++;
          ready = result(first);
        }
      }
      return Optional.ofNullable(ready);
    }

    /**
     * Number of batches done when the current one is done. {@link #epoch(int, int)} continues from
     * there.
     */
    public int taken() {
      return ready == null ? taken : taken - 1;
    }

    @Override
    public FaceBatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the epoch has no more batches");
      }
      FaceBatch batch = ready;
      ready = null;
      return batch;
    }

    @Override
    public void close() {
      if (ready != null) {
        ready.close();
        ready = null;
      }
      while (!begun.isEmpty()) {
        result(begun.remove()).close();
      }
      nextBatch = perEpoch();
    }

    private FaceBatch prepare(int from, int to) {
      BatchArrays arrays = memory.take();
      List<AnnotatedFace> prepared = new ArrayList<>();
      List<Affine> toCrop = new ArrayList<>();
      try {
        for (int i = from; i < to; i++) {
          AnnotatedFace face = faces.get(indices[i]);
          try {
            toCrop.add(pipeline.prepare(face, epoch, indices[i], arrays, prepared.size()));
            prepared.add(face);
          } catch (BadDataException e) {
            if (strict) {
              throw e;
            }
            skipped.add(e.getMessage());
          }
        }
      } catch (RuntimeException e) {
        memory.giveBack(arrays);
        throw e;
      }
      return batch(arrays, prepared, toCrop);
    }
  }

  private FaceBatch batch(BatchArrays arrays, List<AnnotatedFace> prepared, List<Affine> toCrop) {
    int rows = prepared.size();
    INDArray mask = mask(arrays.labelled(), rows);
    if (rows == batchSize) {
      return new FaceBatch(
          arrays.pictures(),
          arrays.targets(),
          mask,
          prepared,
          toCrop,
          () -> memory.giveBack(arrays));
    }
    BatchArrays fewer =
        new BatchArrays(first(arrays.pictures(), rows), first(arrays.targets(), rows), null);
    memory.giveBack(arrays);
    return new FaceBatch(fewer.pictures(), fewer.targets(), mask, prepared, toCrop, fewer::free);
  }

  /** Null if every landmark is labelled. */
  private INDArray mask(boolean[][] labelled, int rows) {
    int channels = pipeline.targets().channels();
    float[][] mask = new float[rows][channels];
    boolean all = true;
    for (int row = 0; row < rows; row++) {
      Arrays.fill(mask[row], 1);
      for (int i = 0; i < labelled[row].length; i++) {
        if (!labelled[row][i]) {
          mask[row][i] = 0;
          all = false;
        }
      }
    }
    return all ? null : Nd4j.createFromArray(mask);
  }

  /** A copy of an array's first rows, for a batch that is not full. */
  private static INDArray first(INDArray array, int rows) {
    return rows == 0
        ? Nd4j.create(DataType.FLOAT, 1, 1, 1, 1)
        : array.get(NDArrayIndex.interval(0, rows)).dup('c');
  }

  private static boolean holdsFaces(Future<FaceBatch> done) {
    try {
      return result(done).size() > 0;
    } catch (RuntimeException e) {
      // Kept, and thrown when the batch is taken.
      return false;
    }
  }

  private static FaceBatch result(Future<FaceBatch> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for faces", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("faces could not be prepared", e.getCause());
    }
  }
}
