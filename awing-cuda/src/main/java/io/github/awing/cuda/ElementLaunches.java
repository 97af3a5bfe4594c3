package io.github.awing.cuda;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Makes launches of operations on one or a few pixels. */
record ElementLaunches(Lowering lowering) {

  private static final int MOST_ADDENDS = 4;
  private static final int MOST_PARTS = 3;

  void add(Step step) {
    Op op = step.op();
    int adds = step.accumulate() ? 1 : 0;
    if (op instanceof Op.Pool) {
      narrow(step, 0.25f, adds);
    } else if (op instanceof Op.UpsampleGradient) {
      narrow(step, 1, adds);
    } else if (op instanceof Op.PoolGradient) {
      widen(step, null, step.reads().get(0), 0.25f, adds);
    } else if (op instanceof Op.UpsampleAdd) {
      widen(step, step.reads().get(0), step.reads().get(1), 1, adds);
    } else if (op instanceof Op.Add) {
      sum(step.reads(), step.writes().get(0), adds);
    } else if (op instanceof Op.ConcatenateAdd) {
      concatenate(step, adds);
    } else if (op instanceof Op.Channels channels) {
      channels(step, channels, adds);
    } else if (op instanceof Op.Relu) {
      relu(step, adds);
    } else if (op instanceof Op.ReluGradient) {
      reluGradient(step, adds);
    } else if (op instanceof Op.ChannelsFirst) {
      channelsFirst(step, adds);
    } else if (op instanceof Op.Coordinates coordinates) {
      coordinates(step, coordinates, adds);
    } else {
      throw new IllegalArgumentException("graphics cards do not support " + op);
    }
  }

  private KernelLibrary.Choice choice(String file, List<Place> inputs, Place output) {
    KernelLibrary.Choice choice = lowering.engine().kernels().of(file);
    inputs.forEach(input -> choice.input(input.storage()));
    return choice.output(output.storage());
  }

  private List<Place> places(List<Operand> operands) {
    return operands.stream().map(lowering::place).toList();
  }

  private static List<Place> with(List<Place> inputs, Place output) {
    List<Place> all = new ArrayList<>(inputs);
    all.add(output);
    return all;
  }

  /** Adds a launch with one thread for each unit of work. */
  private void launch(Card.Kernel kernel, long work, Supplier<long[]> arguments) {
    int blocks = lowering.engine().blocks(work);
    lowering.add(stream -> stream.launch(kernel, blocks, CardEngine.THREADS, arguments.get()));
  }

  private void narrow(Step step, float factor, int adds) {
    Place high = lowering.place(step.reads().get(0));
    Place low = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(step.writes().get(0));
    int pack = Packs.of(List.of(high, low), List.of(shape.channels()));
    Card.Kernel kernel = choice("narrow", List.of(high), low).pack(pack).kernel("narrow_pixels");
    long packs = shape.floats() / pack;
    launch(
        kernel,
        packs,
        () ->
            new long[] {
              high.address(),
              low.address(),
              packs,
              shape.width(),
              shape.channels() / pack,
              Launch.real(factor),
              adds
            });
  }

  private void widen(Step step, Operand plus, Operand of, float factor, int adds) {
    Place low = lowering.place(of);
    Place base = plus == null ? null : lowering.place(plus);
    Place high = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(of);
    Place typed = base == null ? high : base;
    int pack = Packs.of(List.of(typed, low, high), List.of(shape.channels()));
    Card.Kernel kernel =
        choice("widen", List.of(typed, low), high).pack(pack).kernel("widen_pixels");
    long packs = 4 * shape.floats() / pack;
    launch(
        kernel,
        packs,
        () ->
            new long[] {
              base == null ? 0 : base.address(),
              low.address(),
              high.address(),
              packs,
              shape.width(),
              shape.channels() / pack,
              Launch.real(factor),
              adds
            });
  }

  private void sum(List<Operand> addends, Operand result, int adds) {
    int count = Math.min(MOST_ADDENDS, addends.size());
    add(places(addends.subList(0, count)), lowering.place(result), lowering.shape(result), adds);
    if (count < addends.size()) {
      sum(addends.subList(count, addends.size()), result, 1);
    }
  }

  /** Adds one to four tensors of a shape. */
  void add(List<Place> addends, Place sum, TensorShape shape, int adds) {
    int pack = Packs.of(with(addends, sum), List.of(shape.channels()));
    List<Place> four = new ArrayList<>(addends);
    four.addAll(Collections.nCopies(MOST_ADDENDS - addends.size(), addends.get(0)));
    Card.Kernel kernel = choice("add", four, sum).pack(pack).kernel("add");
    long packs = shape.floats() / pack;
    launch(
        kernel,
        packs,
        () -> {
          long[] arguments = new long[MOST_ADDENDS + 3];
          for (int i = 0; i < addends.size(); i++) {
            arguments[i] = addends.get(i).address();
          }
          arguments[MOST_ADDENDS] = sum.address();
          arguments[MOST_ADDENDS + 1] = packs;
          arguments[MOST_ADDENDS + 2] = adds;
          return arguments;
        });
  }

  private void concatenate(Step step, int adds) {
    List<Operand> parts = step.reads().subList(0, step.reads().size() - 1);
    if (parts.size() > MOST_PARTS) {
      throw new IllegalArgumentException(
          "graphics cards put at most %d tensors side by side, but these are %d"
              .formatted(MOST_PARTS, parts.size()));
    }
    Place residual = lowering.place(step.reads().get(parts.size()));
    Place sum = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(step.writes().get(0));
    List<Place> all = places(parts);
    List<Integer> widths = parts.stream().map(part -> part.shape().channels()).toList();
    int pack = Packs.of(with(with(all, residual), sum), widths);
    List<Place> three = new ArrayList<>(all);
    three.addAll(Collections.nCopies(MOST_PARTS - all.size(), residual));
    Card.Kernel kernel =
        choice("concatenate", with(three, residual), sum).pack(pack).kernel("concatenate_add");
    long packs = shape.floats() / pack;
    launch(
        kernel,
        packs,
        () -> {
          long[] arguments = new long[2 * MOST_PARTS + 4];
          for (int i = 0; i < all.size(); i++) {
            arguments[i] = all.get(i).address();
            arguments[MOST_PARTS + 3 + i] = widths.get(i) / pack;
          }
          arguments[MOST_PARTS] = residual.address();
          arguments[MOST_PARTS + 1] = sum.address();
          arguments[MOST_PARTS + 2] = packs;
          arguments[2 * MOST_PARTS + 3] = adds;
          return arguments;
        });
  }

  private void channels(Step step, Op.Channels op, int adds) {
    Place whole = lowering.place(step.reads().get(0));
    Place part = lowering.place(step.writes().get(0));
    int wholeWidth = step.reads().get(0).shape().channels();
    TensorShape shape = lowering.shape(step.writes().get(0));
    int pack = Packs.of(List.of(whole, part), List.of(wholeWidth, shape.channels(), op.from()));
    Card.Kernel kernel = choice("channels", List.of(whole), part).pack(pack).kernel("channels");
    long packs = shape.floats() / pack;
    launch(
        kernel,
        packs,
        () ->
            new long[] {
              whole.address(),
              part.address(),
              packs,
              wholeWidth / pack,
              shape.channels() / pack,
              op.from() / pack,
              adds
            });
  }

  private void relu(Step step, int adds) {
    Place input = lowering.place(step.reads().get(0));
    Place output = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(step.writes().get(0));
    int pack = Packs.of(List.of(input, output), List.of(shape.channels()));
    Card.Kernel kernel = choice("relu", List.of(input), output).pack(pack).kernel("relu");
    long packs = shape.floats() / pack;
    launch(kernel, packs, () -> new long[] {input.address(), output.address(), packs, adds});
  }

  private void reluGradient(Step step, int adds) {
    List<Place> reads = places(step.reads());
    Place result = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(step.writes().get(0));
    int pack = Packs.of(with(reads, result), List.of(shape.channels()));
    Card.Kernel kernel = choice("relu_gradient", reads, result).pack(pack).kernel("relu_gradient");
    long packs = shape.floats() / pack;
    launch(
        kernel,
        packs,
        () ->
            new long[] {
              reads.get(0).address(), reads.get(1).address(), result.address(), packs, adds
            });
  }

  private void channelsFirst(Step step, int adds) {
    Place nhwc = lowering.place(step.reads().get(0));
    Place nchw = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(step.reads().get(0));
    Card.Kernel kernel = choice("channels_first", List.of(nhwc), nchw).kernel("channels_first");
    int tiles = ((shape.pixels() + 31) / 32) * ((shape.channels() + 31) / 32);
    lowering.add(
        stream ->
            stream.launch(
                kernel,
                shape.faces() * tiles,
                CardEngine.THREADS,
                nhwc.address(),
                nchw.address(),
                shape.faces(),
                shape.pixels(),
                shape.channels(),
                adds));
  }

  private void coordinates(Step step, Op.Coordinates op, int adds) {
    Place input = lowering.place(step.reads().get(0));
    Place heatmaps = step.reads().size() == 2 ? lowering.place(step.reads().get(1)) : null;
    Place output = lowering.place(step.writes().get(0));
    TensorShape shape = lowering.shape(step.reads().get(0));
    int outputChannels = step.writes().get(0).shape().channels();
    int heatmapChannels = heatmaps == null ? 0 : step.reads().get(1).shape().channels();
    Card.Kernel kernel =
        choice("coordinates", List.of(input, heatmaps == null ? input : heatmaps), output)
            .kernel("coordinates");
    long numbers = lowering.shape(step.writes().get(0)).floats();
    launch(
        kernel,
        numbers,
        () ->
            new long[] {
              input.address(),
              heatmaps == null ? 0 : heatmaps.address(),
              output.address(),
              numbers,
              shape.height(),
              shape.width(),
              shape.channels(),
              outputChannels,
              heatmapChannels,
              op.planes() ? 1 : 0,
              Launch.real(Op.Coordinates.BOUNDARY_THRESHOLD),
              adds
            });
  }
}
