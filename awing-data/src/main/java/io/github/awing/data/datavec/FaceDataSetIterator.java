package io.github.awing.data.datavec;

import io.github.awing.data.batch.FaceBatch;
import io.github.awing.data.batch.FaceBatches;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Iterator over batches of faces for {@code ComputationGraph.fit}. Its one input is the crops [N,
 * 3, S, S]; its labels are, for each stack of the network, the same targets [N, S/4, S/4, channels]
 * with their mask [N, channels]. Each {@link #reset()} begins the next epoch. {@link FaceBatches}
 * prefetches the batches, so an asynchronous iterator around it is not needed. A batch's arrays are
 * valid until the next batch is requested.
 */
public final class FaceDataSetIterator implements MultiDataSetIterator, AutoCloseable {

  private static final long serialVersionUID = 1L;

  private final transient FaceBatches batches;
  private final int stacks;
  private int epoch;
  private int faceCount;
  private transient FaceBatches.Epoch faces;
  private transient FaceBatch current;
  private transient MultiDataSet peeked;
  private transient MultiDataSetPreProcessor preProcessor;

  /**
   * Makes an iterator that begins with an epoch.
   *
   * @param batches of faces; closed by the caller
   * @param stacks number of the network's outputs, at least 1
   * @param epoch the first, from 0
   */
  public FaceDataSetIterator(FaceBatches batches, int stacks, int epoch) {
    this(batches, stacks, epoch, 0);
  }

  /**
   * Makes an iterator that begins within an epoch.
   *
   * @param batches of faces; closed by the caller
   * @param stacks number of the network's outputs, at least 1
   * @param epoch the first, from 0
   * @param firstBatch number of batches of that epoch to leave out, at least 0
   */
  public FaceDataSetIterator(FaceBatches batches, int stacks, int epoch, int firstBatch) {
    if (stacks < 1) {
      throw new IllegalArgumentException("stacks must be at least 1, but are " + stacks);
    }
    this.batches = batches;
    this.stacks = stacks;
    this.epoch = epoch;
    this.faces = batches.epoch(epoch, firstBatch);
  }

  /** Number of batches of the epoch that are done when the current one is done. */
  public int taken() {
    return faces.taken();
  }

  /** Number of faces returned since the beginning or the last reset. */
  public int faceCount() {
    return faceCount;
  }

  /** The epoch of the current batches, from 0. */
  public int epoch() {
    return epoch;
  }

  /**
   * The batch returned last.
   *
   * @throws IllegalStateException if no batch was returned yet
   */
  public FaceBatch current() {
    if (current == null) {
      throw new IllegalStateException("no batch was asked for yet");
    }
    return current;
  }

  @Override
  public boolean hasNext() {
    return faces.hasNext();
  }

  @Override
  public MultiDataSet next() {
    MultiDataSet dataSet = peeked;
    peeked = null;
    FaceBatch next = faces.next();
    closeCurrent();
    current = next;
    faceCount += next.size();
    return dataSet == null ? dataSet(next) : dataSet;
  }

  /**
   * The next batch if it is ready; does not wait. {@link #next()} returns the same object, and its
   * arrays are valid until the batch after it is requested.
   */
  public Optional<MultiDataSet> peek() {
    if (peeked == null) {
      peeked = faces.peek().map(this::dataSet).orElse(null);
    }
    return Optional.ofNullable(peeked);
  }

  private MultiDataSet dataSet(FaceBatch next) {
    List<INDArray> targets = Collections.nCopies(stacks, next.targets());
    INDArray[] masks =
        next.mask()
            .map(mask -> Collections.nCopies(stacks, mask).toArray(INDArray[]::new))
            .orElse(null);
    MultiDataSet dataSet =
        new MultiDataSet(
            new INDArray[] {next.pictures()}, targets.toArray(INDArray[]::new), null, masks);
    if (preProcessor != null) {
      preProcessor.preProcess(dataSet);
    }
    return dataSet;
  }

  /**
   * The next batch; its size is that of the {@link FaceBatches}.
   *
   * @throws UnsupportedOperationException if another size is requested
   */
  @Override
  public MultiDataSet next(int size) {
    if (size != batches.batchSize()) {
      throw new UnsupportedOperationException(
          "batches have %d faces, not %d".formatted(batches.batchSize(), size));
    }
    return next();
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    this.preProcessor = preProcessor;
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void reset() {
    close();
    epoch++;
    faceCount = 0;
    faces = batches.epoch(epoch);
  }

  @Override
  public void close() {
    closeCurrent();
    peeked = null;
    faces.close();
  }

  private void closeCurrent() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
