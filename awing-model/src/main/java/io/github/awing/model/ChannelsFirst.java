package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** NHWC to NCHW; ND4J's own copy of a permuted array is ten times slower. */
final class ChannelsFirst {

  /** Pixels whose channels the first-level cache holds while they change order. */
  private static final int TILE = 64;

  private ChannelsFirst() {}

  static INDArray of(INDArray nhwc) {
    if (!NativeFloats.areReachable()) {
      return nhwc.permute(0, 3, 1, 2).dup('c');
    }
    int channels = (int) nhwc.size(3);
    int pixels = (int) (nhwc.size(1) * nhwc.size(2));
    INDArray nchw =
        Nd4j.createUninitialized(
            DataType.FLOAT, nhwc.size(0), channels, nhwc.size(1), nhwc.size(2));
    FloatBuffer from = NativeFloats.of(nhwc);
    FloatBuffer to = NativeFloats.of(nchw);
    int floats = pixels * channels;
    IntStream.range(0, (int) nhwc.size(0))
        .parallel()
        .forEach(n -> copy(from.slice(n * floats, floats), to.slice(n * floats, floats), channels));
    // The buffer does not keep the array alive: its memory would be freed while it is read.
    Reference.reachabilityFence(nhwc);
    return nchw;
  }

  private static void copy(FloatBuffer nhwc, FloatBuffer nchw, int channels) {
    int pixels = nhwc.capacity() / channels;
    float[] face = new float[nhwc.capacity()];
    float[] tile = new float[Math.min(TILE, pixels) * channels];
    for (int first = 0; first < pixels; first += TILE) {
      int length = Math.min(TILE, pixels - first);
      nhwc.get(first * channels, tile, 0, length * channels);
      for (int c = 0; c < channels; c++) {
        for (int pixel = 0; pixel < length; pixel++) {
          face[c * pixels + first + pixel] = tile[pixel * channels + c];
        }
      }
    }
    nchw.put(0, face);
  }
}
