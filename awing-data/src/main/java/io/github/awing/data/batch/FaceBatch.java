package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.AnnotatedFace;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some faces, ready for a network. The arrays live outside the Java heap: close the batch when the
 * network is done with it, and do not look at them afterwards, as their memory goes to a later
 * batch.
 */
public final class FaceBatch implements AutoCloseable {

  private final INDArray pictures;
  private final INDArray targets;
  private final INDArray mask;
  private final List<AnnotatedFace> faces;
  private final List<Affine> toCrop;
  private final Runnable giveBack;
  private boolean closed;

  FaceBatch(
      INDArray pictures,
      INDArray targets,
      INDArray mask,
      List<AnnotatedFace> faces,
      List<Affine> toCrop,
      Runnable giveBack) {
    this.pictures = pictures;
    this.targets = targets;
    this.mask = mask;
    this.faces = List.copyOf(faces);
    this.toCrop = List.copyOf(toCrop);
    this.giveBack = giveBack;
  }

  /** How many faces. */
  public int size() {
    return faces.size();
  }

  /** The crops, float [N, 3, S, S], RGB from 0 to 1. */
  public INDArray pictures() {
    return pictures;
  }

  /**
   * Their heatmaps, float [N, S/4, S/4, channels]: NHWC, the layout in which the network's loss
   * works.
   */
  public INDArray targets() {
    return targets;
  }

  /**
   * Which heatmaps count, float [N, channels], 0 for unlabelled landmarks and 1 for all others;
   * empty if all count.
   */
  public Optional<INDArray> mask() {
    return Optional.ofNullable(mask);
  }

  /** What the data set says of each. */
  public List<AnnotatedFace> faces() {
    return faces;
  }

  /** The map from each face's picture to its crop. */
  public List<Affine> toCrop() {
    return toCrop;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (mask != null) {
        mask.close();
      }
      giveBack.run();
    }
  }
}
