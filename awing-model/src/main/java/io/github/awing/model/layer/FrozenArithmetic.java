package io.github.awing.model.layer;

import java.nio.FloatBuffer;

/** What Deeplearning4j's own layers do between ours. */
final class FrozenArithmetic {

  /** Floats that the first-level cache holds twice. */
  private static final int TILE = 2048;

  private FrozenArithmetic() {}

  /** max(0, input). */
  static FrozenStep relu(FaceShape shape, Cores cores) {
    return FrozenStep.of(
        shape,
        (in, out) ->
            forEachTile(
                shape,
                cores,
                (from, length, tile, other) -> {
                  in[0].get(from, tile, 0, length);
                  for (int i = 0; i < length; i++) {
                    tile[i] = Math.max(0f, tile[i]);
                  }
                  out.put(from, tile, 0, length);
                }));
  }

  /** The sum of all inputs. */
  static FrozenStep sum(FaceShape shape, Cores cores) {
    return FrozenStep.of(
        shape,
        (in, out) ->
            forEachTile(
                shape,
                cores,
                (from, length, tile, other) -> {
                  in[0].get(from, tile, 0, length);
                  for (int input = 1; input < in.length; input++) {
                    add(in[input], from, length, tile, other);
                  }
                  out.put(from, tile, 0, length);
                }));
  }

  private static void add(FloatBuffer in, int from, int length, float[] tile, float[] other) {
    in.get(from, other, 0, length);
    for (int i = 0; i < length; i++) {
      tile[i] += other[i];
    }
  }

  @FunctionalInterface
  private interface TileWork {
    void run(int from, int length, float[] tile, float[] other);
  }

  private static void forEachTile(FaceShape shape, Cores cores, TileWork work) {
    int floats = shape.floats();
    cores.run(
        (floats + TILE - 1) / TILE,
        floats,
        (chunk, first, last) -> {
          float[] tile = new float[TILE];
          float[] other = new float[TILE];
          for (int t = first; t < last; t++) {
            work.run(t * TILE, Math.min(TILE, floats - t * TILE), tile, other);
          }
        });
  }
}
