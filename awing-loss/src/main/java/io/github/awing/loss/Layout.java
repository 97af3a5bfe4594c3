package io.github.awing.loss;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Order of the axes of an array of heatmaps. */
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

  /** The layout's shape as text, for messages. */
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

  /** The shape of heatmaps, with another number of channels. */
  long[] withChannels(long[] shape, long channels) {
    long[] changed = shape.clone();
    changed[channelAxis] = channels;
    return changed;
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
    SameDiff graph = perChannel.getSameDiff();
    return this == NCHW
        ? graph.expandDims(graph.expandDims(perChannel, 2), 3)
        : graph.expandDims(graph.expandDims(perChannel, 1), 1);
  }
}
