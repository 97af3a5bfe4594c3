package io.github.awing.eval.backend;

import io.github.awing.model.HourglassNetwork;
import io.github.awing.program.Device;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a network: face crops in, heatmaps out. Threads may share a backend; they take turns,
 * because one run uses all cores.
 */
public interface InferenceBackend extends AutoCloseable {

  /**
   * Computes the last stack's heatmaps.
   *
   * @param pictures face crops, float [N, 3, S, S], dense, RGB from 0 to 1, S the network's input
   *     size
   * @return float [N, channels, S/4, S/4], about 0 to 1, the boundary last; the caller closes it
   * @throws IllegalArgumentException if the pictures have another shape
   * @throws IllegalStateException if the backend is closed, or fails
   */
  INDArray heatmaps(INDArray pictures);

  /** Waits for running calls, then frees the backend's memory. A second close does nothing. */
  @Override
  void close();

  /**
   * Starts a backend on a device with the network's current weights; the caller keeps the network.
   */
  static InferenceBackend on(HourglassNetwork network, Device device) {
    return new ProgramBackend(network.compile(device));
  }

  /** Starts a backend on a device and closes the network. */
  static InferenceBackend takingOver(HourglassNetwork network, Device device) {
    InferenceBackend backend = on(network, device);
    network.graph().close();
    return backend;
  }
}
