package io.github.awing.program.cpu;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import io.github.awing.program.cpu.Task.Kind;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Makes tasks of all operations that compute each slice independently, by Java loops. */
record ElementTasks(Lowering lowering) {

  private static final float QUARTER = 0.25f;

  /** Number of floats of which the first-level cache holds two tiles. */
  private static final int TILE = 2048;

  /** Number of pixels whose channels fit the first-level cache during a change of layout. */
  private static final int PIXELS = 64;

  /** Computes a slice's result from its operands. */
  @FunctionalInterface
  private interface Kernel {
    void run(FloatBuffer[] in, FloatBuffer out);
  }

  void add(Step step) {
    Kernel kernel = kernel(step);
    boolean addsItself =
        step.op() instanceof Op.Channels
            || step.op() instanceof Op.Add
            || step.op() instanceof Op.PoolGradient;
    boolean adds = step.accumulate() && !addsItself;
    Tensor[] reads = step.reads().stream().map(lowering::tensor).toArray(Tensor[]::new);
    Operand result = step.writes().get(0);
    Tensor output = lowering.tensor(result);
    long floats = lowering.slice(result).floats();
    lowering.add(
        Kind.SLICES,
        step,
        adds ? Arena.aligned(floats) : 0,
        (lane, first, end) -> {
          FloatBuffer[] in = new FloatBuffer[reads.length];
          for (int i = 0; i < in.length; i++) {
            in[i] = reads[i].slice(lane, first);
          }
          FloatBuffer out = output.slice(lane, first);
          if (adds) {
            FloatBuffer found = Address.floats(lane.scratch(), floats);
            kernel.run(in, found);
            lowering.parallelism().cores().add(found, out);
          } else {
            kernel.run(in, out);
          }
        });
  }

  private Kernel kernel(Step step) {
    Cores cores = lowering.parallelism().cores();
    Op op = step.op();
    TensorShape out = lowering.slice(step.writes().get(0));
    List<TensorShape> in = step.reads().stream().map(lowering::slice).toList();
    if (op instanceof Op.Coordinates coordinates) {
      int heatmapChannels = in.size() == 2 ? in.get(1).channels() : 0;
      AppendedCoordinates appended =
          new AppendedCoordinates(coordinates, in.get(0), out, heatmapChannels);
      return (x, y) -> appended.append(out.faces(), x[0], x.length == 2 ? x[1] : null, y, cores);
    }
    if (op instanceof Op.Pool) {
      Pool2x2 rows = Pool2x2.of(out, cores);
      return (x, y) -> rows.narrow(x[0], y, QUARTER);
    }
    if (op instanceof Op.PoolGradient) {
      Pool2x2 rows = Pool2x2.of(in.get(0), cores);
      return (x, y) -> rows.widen(step.accumulate() ? y : null, x[0], QUARTER, y);
    }
    if (op instanceof Op.UpsampleAdd) {
      Pool2x2 rows = Pool2x2.of(in.get(1), cores);
      return (x, y) -> rows.widen(x[0], x[1], 1, y);
    }
    if (op instanceof Op.UpsampleGradient) {
      Pool2x2 rows = Pool2x2.of(out, cores);
      return (x, y) -> rows.narrow(x[0], y, 1);
    }
    if (op instanceof Op.ConcatenateAdd) {
      int last = in.size() - 1;
      int[] widths = in.subList(0, last).stream().mapToInt(TensorShape::channels).toArray();
      ChannelConcat parts = new ChannelConcat(out.faces() * out.pixels(), widths, cores);
      return (x, y) -> parts.add(Arrays.copyOf(x, last), x[last], y);
    }
    if (op instanceof Op.Channels channels) {
      TensorShape whole = in.get(0);
      ChannelConcat parts =
          new ChannelConcat(whole.faces() * whole.pixels(), new int[] {whole.channels()}, cores);
      return (x, y) -> parts.part(x[0], channels.from(), out.channels(), y, step.accumulate());
    }
    if (op instanceof Op.Relu) {
      return (x, y) -> eachTile(cores, x, y, ElementTasks::relu);
    }
    if (op instanceof Op.ReluGradient) {
      return (x, y) -> eachTile(cores, x, y, ElementTasks::reluGradient);
    }
    if (op instanceof Op.Add) {
      return (x, y) -> {
        FloatBuffer[] addends = x;
        if (step.accumulate()) {
          addends = Arrays.copyOf(x, x.length + 1);
          addends[x.length] = y;
        }
        eachTile(cores, addends, y, ElementTasks::sum);
      };
    }
    if (op instanceof Op.ChannelsFirst) {
      return (x, y) -> channelsFirst(x[0], y, out, cores);
    }
    throw new IllegalArgumentException("the processor does not support " + op);
  }

  /** Combines tiles into the first of them. */
  @FunctionalInterface
  private interface TileWork {
    void run(float[][] tiles, int length);
  }

  private static void eachTile(Cores cores, FloatBuffer[] in, FloatBuffer out, TileWork work) {
    int floats = out.limit();
    cores.run(
        (floats + TILE - 1) / TILE,
        (long) in.length * floats,
        (chunk, first, last) -> {
          float[][] tiles = new float[in.length][TILE];
          for (int tile = first; tile < last; tile++) {
            int from = tile * TILE;
            int length = Math.min(TILE, floats - from);
            for (int i = 0; i < in.length; i++) {
              in[i].get(from, tiles[i], 0, length);
            }
            work.run(tiles, length);
            out.put(from, tiles[0], 0, length);
          }
        });
  }

  private static void relu(float[][] tiles, int length) {
    float[] x = tiles[0];
    for (int i = 0; i < length; i++) {
      x[i] = Math.max(0f, x[i]);
    }
  }

  private static void reluGradient(float[][] tiles, int length) {
    float[] y = tiles[0];
    float[] g = tiles[1];
    for (int i = 0; i < length; i++) {
      y[i] = y[i] > 0 ? g[i] : 0;
    }
  }

  private static void sum(float[][] tiles, int length) {
    float[] sum = tiles[0];
    for (int addend = 1; addend < tiles.length; addend++) {
      float[] other = tiles[addend];
      for (int i = 0; i < length; i++) {
        sum[i] += other[i];
      }
    }
  }

  private static void channelsFirst(
      FloatBuffer nhwc, FloatBuffer nchw, TensorShape shape, Cores cores) {
    int pixels = shape.pixels();
    int channels = shape.channels();
    int tiles = (pixels + PIXELS - 1) / PIXELS;
    cores.run(
        shape.faces() * tiles,
        2L * shape.floats(),
        (chunk, first, last) -> {
          float[] tile = new float[PIXELS * channels];
          float[] row = new float[PIXELS];
          for (int t = first; t < last; t++) {
            int start = t / tiles * pixels * channels;
            int from = t % tiles * PIXELS;
            int count = Math.min(PIXELS, pixels - from);
            nhwc.get(start + from * channels, tile, 0, count * channels);
            for (int c = 0; c < channels; c++) {
              for (int pixel = 0; pixel < count; pixel++) {
                row[pixel] = tile[pixel * channels + c];
              }
              nchw.put(start + c * pixels + from, row, 0, count);
            }
          }
        });
  }
}
