package io.github.awing.eval.engine;

import io.github.awing.model.InferenceProgram;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The network with the weights that it had when the engine was started. */
final class ProgramEngine implements HeatmapEngine {

  private final InferenceProgram network;

  ProgramEngine(InferenceProgram network) {
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
