package io.github.awing.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some faces, ready for a network. The arrays live outside the Java heap: close the batch when the
 * network is done with it.
 *
 * @param pictures the crops, float [N, 3, S, S], RGB from 0 to 1
 * @param targets their heatmaps, float [N, S/4, S/4, channels]: NHWC, the layout in which the
 *     network's loss works
 * @param faces what the data set says of each
 * @param toCrop the map from each face's picture to its crop
 */
public record FaceBatch(
    INDArray pictures, INDArray targets, List<AnnotatedFace> faces, List<Affine> toCrop)
    implements AutoCloseable {

  /** How many faces. */
  public int size() {
    return faces.size();
  }

  @Override
  public void close() {
    pictures.close();
    targets.close();
  }
}
