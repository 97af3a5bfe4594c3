package io.github.awing.model.layer;

import java.nio.FloatBuffer;

/** The sum of several activations of one face. */
final class FrozenSum {

  /** Floats that the first-level cache holds twice. */
  private static final int TILE = 2048;

  private FrozenSum() {}

  static FrozenStep of(FaceShape shape, Cores cores) {
    int floats = shape.floats();
    return FrozenStep.of(
        shape,
        (in, out) ->
            cores.run(
                (floats + TILE - 1) / TILE,
                (long) in.length * floats,
                (chunk, first, last) -> {
                  float[] sum = new float[TILE];
                  float[] addend = new float[TILE];
                  for (int t = first; t < last; t++) {
                    int from = t * TILE;
                    int length = Math.min(TILE, floats - from);
                    in[0].get(from, sum, 0, length);
                    for (int input = 1; input < in.length; input++) {
                      add(in[input], from, length, sum, addend);
                    }
                    out.put(from, sum, 0, length);
                  }
                }));
  }

  private static void add(FloatBuffer in, int from, int length, float[] sum, float[] addend) {
    in.get(from, addend, 0, length);
    for (int i = 0; i < length; i++) {
      sum[i] += addend[i];
    }
  }
}
