package io.github.awing.eval.engine;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Device;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * From face crops to heatmaps. Safe for several threads, which take turns: one run uses all cores.
 */
public interface HeatmapEngine extends AutoCloseable {

  /**
   * The last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], dense, RGB from 0 to 1, S the network's input
   *     size
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; to be closed by the
   *     caller
   * @throws IllegalArgumentException if the pictures have another shape
   * @throws IllegalStateException if the engine is closed, or fails
   */
  INDArray heatmaps(INDArray pictures);

  /** Gives back the engine's memory, after the runs asked for. Closing it again does nothing. */
  @Override
  void close();

  /** On a device, with a network as it is now, which stays its owner's. */
  static HeatmapEngine on(HourglassNetwork network, Device device) {
    return new ProgramEngine(network.compile(device));
  }

  /** On a device, with a network that is closed by this. */
  static HeatmapEngine takingOver(HourglassNetwork network, Device device) {
    HeatmapEngine engine = on(network, device);
    network.graph().close();
    return engine;
  }
}
