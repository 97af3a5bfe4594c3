package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.layer.FrozenGraph;
import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link HourglassNetwork} as it was when this was made, for inference alone.
 *
 * <p>Safe for several threads, which take turns.
 */
public final class FrozenHourglass implements AutoCloseable {

  private final HourglassSpec spec;
  private final FrozenGraph graph;

  FrozenHourglass(HourglassNetwork network) {
    spec = network.spec();
    graph =
        new FrozenGraph(
            network.graph(),
            spec.inputSize(),
            spec.inputSize(),
            3,
            HourglassGraph.heatmaps(spec, spec.stacks() - 1));
  }

  /**
   * The last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], RGB from 0 to 1, S the input size
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; detached from any
   *     workspace
   * @throws IllegalArgumentException if the pictures have another shape
   * @throws IllegalStateException if this is closed
   */
  public INDArray heatmaps(INDArray pictures) {
    HourglassNetwork.checkPictures(spec, pictures);
    int faces = (int) pictures.size(0);
    int cells = spec.heatmapSize();
    INDArray dense = NativeFloats.dense(pictures);
    INDArray heatmaps =
        Nd4j.createUninitializedDetached(DataType.FLOAT, faces, spec.channels(), cells, cells);
    graph.run(dense, heatmaps);
    Reference.reachabilityFence(dense);
    return heatmaps;
  }

  /** Gives back its memory. Closing it again does nothing. */
  @Override
  public void close() {
    graph.close();
  }
}
