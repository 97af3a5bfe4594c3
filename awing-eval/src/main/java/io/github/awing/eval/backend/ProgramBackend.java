package io.github.awing.eval.backend;

import io.github.awing.model.InferenceProgram;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a network that is compiled for a device, with the weights of the time of compilation. */
final class ProgramBackend implements InferenceBackend {

  private final InferenceProgram network;

  ProgramBackend(InferenceProgram network) {
    this.network = network;
  }

  @Override
  public INDArray heatmaps(INDArray pictures) {
    return network.heatmaps(pictures);
  }

  @Override
  public void close() {
    network.close();
  }
}
