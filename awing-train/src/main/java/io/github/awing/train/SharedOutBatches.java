package io.github.awing.train;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cuts batches into shares, one for each device. Shares are copies: devices hold theirs at once,
 * while the memory of a batch belongs to its iterator. If a batch has fewer faces than there are
 * devices, several get the same.
 */
final class SharedOutBatches implements MultiDataSetIterator, AutoCloseable {

  private static final long serialVersionUID = 1L;

  private final transient MultiDataSetIterator batches;
  private final int devices;
  private final transient BooleanSupplier afterStep;
  private boolean taken;
  private boolean ended;
  private final transient Queue<MultiDataSet> left = new ArrayDeque<>();
  private final transient Queue<MultiDataSet> givenOut = new ArrayDeque<>();

  /**
   * Takes nothing yet.
   *
   * @param afterStep asked when all shares of a batch are done whether there is to be another: when
   *     it is asked whether there is a next share, and by {@link #finishStep()}
   */
  SharedOutBatches(MultiDataSetIterator batches, int devices, BooleanSupplier afterStep) {
    this.batches = batches;
    this.devices = devices;
    this.afterStep = afterStep;
  }

  /** Notes that a device has begun with a share: at the next request all shares are done. */
  void take() {
    taken = true;
  }

  /** Ends the step: all shares given out are done. */
  void finishStep() {
    taken = false;
    if (!givenOut.isEmpty()) {
      ended = !afterStep.getAsBoolean();
      free(givenOut);
    }
  }

  @Override
  public boolean hasNext() {
    // ParallelWrapper asks too while it collects the shares of a batch.
    if (left.isEmpty() && taken) {
      finishStep();
    }
    return !ended && (!left.isEmpty() || batches.hasNext());
  }

  @Override
  public MultiDataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no share is left");
    }
    if (left.isEmpty()) {
      finishStep();
      shareOut(batches.next());
    }
    MultiDataSet share = left.remove();
    givenOut.add(share);
    return share;
  }

  private void shareOut(org.nd4j.linalg.dataset.api.MultiDataSet batch) {
    int faces = Math.toIntExact(batch.getFeatures(0).size(0));
    for (int device = 0; device < devices; device++) {
      int from = faces < devices ? device % faces : faces * device / devices;
      int to = faces < devices ? from + 1 : faces * (device + 1) / devices;
      left.add(
          new MultiDataSet(
              rows(batch.getFeatures(), from, to),
              rows(batch.getLabels(), from, to),
              rows(batch.getFeaturesMaskArrays(), from, to),
              rows(batch.getLabelsMaskArrays(), from, to)));
    }
  }

  /** Copies rows; the stacks' targets, one array in the batch, are one array in the share too. */
  private static INDArray[] rows(INDArray[] arrays, int from, int to) {
    if (arrays == null) {
      return null;
    }
    Map<INDArray, INDArray> copies = new IdentityHashMap<>();
    return Arrays.stream(arrays)
        .map(
            array ->
                copies.computeIfAbsent(
                    array, whole -> whole.get(NDArrayIndex.interval(from, to)).dup('c')))
        .toArray(INDArray[]::new);
  }

  private static void free(Queue<MultiDataSet> shares) {
    for (MultiDataSet share = shares.poll(); share != null; share = shares.poll()) {
      Stream.of(share.getFeatures(), share.getLabels(), share.getLabelsMaskArrays())
          .filter(Objects::nonNull)
          .flatMap(Arrays::stream)
          .filter(array -> !array.wasClosed())
          .forEach(INDArray::close);
    }
  }

  @Override
  public void close() {
    free(givenOut);
    free(left);
  }

  @Override
  public MultiDataSet next(int size) {
    throw new UnsupportedOperationException("a share is as large as it is");
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new UnsupportedOperationException("set it where the batches come from");
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return null;
  }

  @Override
  public boolean resetSupported() {
    return false;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("an epoch is given once");
  }
}
