package io.github.awing.eval.engine;

import io.github.awing.model.FrozenHourglass;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The network with the weights that it had when the engine was started. */
final class FrozenEngine implements HeatmapEngine {

  private final FrozenHourglass network;

  FrozenEngine(FrozenHourglass network) {
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
