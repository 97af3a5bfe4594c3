package io.github.awing.train;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Batches cut into shares, one for each device: copies, as devices hold theirs at once while the
 * memory of a batch belongs to its iterator. A batch with fewer faces than there are devices gives
 * some of them to several.
 */
final class SharedOutBatches implements MultiDataSetIterator, AutoCloseable {

  private static final long serialVersionUID = 1L;

  private final transient MultiDataSetIterator batches;
  private final int devices;
  private final transient Runnable afterStep;
  private final transient Queue<MultiDataSet> left = new ArrayDeque<>();
  private final transient Queue<MultiDataSet> givenOut = new ArrayDeque<>();

  /**
   * Takes nothing yet.
   *
   * @param afterStep told when all shares of a batch are done: when the next batch's are asked for,
   *     and by {@link #finishStep()}
   */
  SharedOutBatches(MultiDataSetIterator batches, int devices, Runnable afterStep) {
    this.batches = batches;
    this.devices = devices;
    this.afterStep = afterStep;
  }

  /** The shares that are out are done. */
  void finishStep() {
    if (!givenOut.isEmpty()) {
      afterStep.run();
      free(givenOut);
    }
  }

  @Override
  public boolean hasNext() {
    return !left.isEmpty() || batches.hasNext();
  }

  @Override
  public MultiDataSet next() {
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

  /** Copies; the stacks' targets, one array in the batch, are one array in the share too. */
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
