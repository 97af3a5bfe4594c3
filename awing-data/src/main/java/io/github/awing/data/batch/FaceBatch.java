package io.github.awing.data.batch;

import io.github.awing.data.Affine;
import io.github.awing.data.AnnotatedFace;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch of faces as a network's input and targets. The arrays lie outside the Java heap. Close the
 * batch after use, and do not use the arrays afterwards: a later batch reuses their memory.
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

  /** Number of faces. */
  public int size() {
    return faces.size();
  }

  /** The crops, float [N, 3, S, S], RGB from 0 to 1. */
  public INDArray pictures() {
    return pictures;
  }

  /** Target heatmaps, float [N, S/4, S/4, channels]: NHWC, the layout of the network's loss. */
  public INDArray targets() {
    return targets;
  }

  /**
   * The mask of the heatmaps, float [N, channels], 0 for unlabelled landmarks and 1 for all others;
   * empty if all landmarks are labelled.
   */
  public Optional<INDArray> mask() {
    return Optional.ofNullable(mask);
  }

  /** The faces with their annotations. */
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
