package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where in the shape of an array of heatmaps the channels stand. */
public enum Layout {
  /** [N, C, H, W]. */
  NCHW(1, 2),
  /** [N, H, W, C]. */
  NHWC(3, 1);

  private final int channelAxis;
  private final int heightAxis;

  Layout(int channelAxis, int heightAxis) {
    this.channelAxis = channelAxis;
    this.heightAxis = heightAxis;
  }

  /** How its shape is written. */
  String shape() {
    return this == NCHW ? "[N, C, H, W]" : "[N, H, W, C]";
  }

  long channels(INDArray heatmaps) {
    return heatmaps.size(channelAxis);
  }

  long height(INDArray heatmaps) {
    return heatmaps.size(heightAxis);
  }

  long width(INDArray heatmaps) {
    return heatmaps.size(heightAxis + 1);
  }

  /** A view of values per channel, [N, C], that broadcasts over the pixels. */
  INDArray overPixels(INDArray perChannel) {
    long faces = perChannel.size(0);
    long channels = perChannel.size(1);
    return this == NCHW
        ? perChannel.reshape(faces, channels, 1, 1)
        : perChannel.reshape(faces, 1, 1, channels);
  }

  /** As {@link #overPixels(INDArray)}, in a graph. */
  SDVariable overPixels(SDVariable perChannel) {
    SameDiffAxes axes = new SameDiffAxes(perChannel);
    return this == NCHW ? axes.expand(2).expand(3).variable() : axes.expand(1).expand(1).variable();
  }

  private record SameDiffAxes(SDVariable variable) {
    SameDiffAxes expand(int axis) {
      return new SameDiffAxes(variable.getSameDiff().expandDims(variable, axis));
    }
  }
}
