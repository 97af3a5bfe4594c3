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
 * Faces for {@code ComputationGraph.fit}: one input, the crops [N, 3, S, S], and for each stack of
 * the network the same targets [N, S/4, S/4, channels] with their mask [N, channels]. Each {@link
 * #reset()} begins the next epoch. Batches are prepared ahead by {@link FaceBatches}, so there is
 * no need to wrap it in an asynchronous iterator; a batch's arrays hold until the next is asked
 * for.
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
   * Begins with an epoch.
   *
   * @param batches of faces; stay their owner's
   * @param stacks how many outputs the network has, at least 1
   * @param epoch the first, from 0
   */
  public FaceDataSetIterator(FaceBatches batches, int stacks, int epoch) {
    this(batches, stacks, epoch, 0);
  }

  /**
   * Begins within an epoch.
   *
   * @param batches of faces; stay their owner's
   * @param stacks how many outputs the network has, at least 1
   * @param epoch the first, from 0
   * @param firstBatch how many batches of that epoch are left out, at least 0
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

  /** How many batches of the epoch are done when the one that came last is. */
  public int taken() {
    return faces.taken();
  }

  /** How many faces came so far, since the beginning or the last reset. */
  public int faceCount() {
    return faceCount;
  }

  /** The epoch of the batches that come, from 0. */
  public int epoch() {
    return epoch;
  }

  /**
   * The batch that came last.
   *
   * @throws IllegalStateException if none came yet
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
   * The batch that comes next, if it is ready by now; waits for nothing. {@link #next()} gives this
   * very object, and its arrays hold until the one after it is asked for.
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
   * @throws UnsupportedOperationException if another size is asked for
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
