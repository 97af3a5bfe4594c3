package io.github.awing.eval.backend;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Device;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * From face crops to heatmaps. Safe for several threads, which take turns: one run uses all cores.
 */
public interface InferenceBackend extends AutoCloseable {

  /**
   * The last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], dense, RGB from 0 to 1, S the network's input
   *     size
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; to be closed by the
   *     caller
   * @throws IllegalArgumentException if the pictures have another shape
   * @throws IllegalStateException if the backend is closed, or fails
   */
  INDArray heatmaps(INDArray pictures);

  /** Gives back the backend's memory, after the runs asked for. Closing it again does nothing. */
  @Override
  void close();

  /** On a device, with a network as it is now, which stays its owner's. */
  static InferenceBackend on(HourglassNetwork network, Device device) {
    return new ProgramBackend(network.compile(device));
  }

  /** On a device, with a network that is closed by this. */
  static InferenceBackend takingOver(HourglassNetwork network, Device device) {
    InferenceBackend backend = on(network, device);
    network.graph().close();
    return backend;
  }
}
