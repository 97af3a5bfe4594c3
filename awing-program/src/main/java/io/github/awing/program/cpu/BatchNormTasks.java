package io.github.awing.program.cpu;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.cpu.Task.Kind;
import java.nio.FloatBuffer;
import java.util.List;

/** Makes tasks of batch normalisation: for each face alone, then to combine the faces' results. */
record BatchNormTasks(Lowering lowering) {

  private BatchNormLoops loops(Operand of) {
    return new BatchNormLoops(of.shape().channels(), lowering.parallelism().cores());
  }

  /** Runs the work for every face of a slice. */
  private void eachFace(Operand of, int slice, FaceWork work) {
    int faces = lowering.parallelism().facesPerSlice();
    int floats = of.shape().floatsPerFace();
    for (int face = 0; face < faces; face++) {
      work.run(slice * faces + face, face * floats, floats);
    }
  }

  @FunctionalInterface
  private interface FaceWork {
    void run(int face, int from, int floats);
  }

  void statistics(Step step) {
    Operand in = step.reads().get(0);
    BatchNormLoops loops = loops(in);
    Tensor input = lowering.tensor(in);
    Tensor statistics = lowering.tensor(step.writes().get(0));
    double[][] ofFaces = new double[in.shape().faces()][];
    lowering.add(
        new Task(
            Kind.SLICES,
            (lane, first, end) -> {
              FloatBuffer slice = input.slice(lane, first);
              eachFace(
                  in,
                  first,
                  (face, from, floats) -> ofFaces[face] = loops.moments(slice.slice(from, floats)));
            },
            step.reads(),
            List.of(),
            0));
    lowering.add(
        new Task(
            Kind.ONCE,
            (lane, first, end) -> combine(ofFaces, in.shape().pixels(), statistics.all()),
            List.of(),
            step.writes(),
            0));
  }

  private static void combine(double[][] ofFaces, int pixels, FloatBuffer statistics) {
    int channels = statistics.limit() / 2;
    for (int c = 0; c < channels; c++) {
      double mean = 0;
      for (double[] face : ofFaces) {
        mean += face[c];
      }
      mean /= ofFaces.length;
      double squares = 0;
      for (double[] face : ofFaces) {
        double deviation = face[c] - mean;
        squares += face[channels + c] + pixels * deviation * deviation;
      }
      statistics.put(c, (float) mean);
      statistics.put(channels + c, (float) (squares / ((double) pixels * ofFaces.length)));
    }
  }

  void normalise(Step step, Op.Normalise op) {
    Operand in = step.reads().get(0);
    BatchNormLoops loops = loops(in);
    Tensor input = lowering.tensor(in);
    Tensor output = lowering.tensor(step.writes().get(0));
    PerLane<Affine> affine = affine(step.reads().get(1), step.reads().get(2), op.epsilon());
    lowering.add(
        Kind.SLICES,
        step,
        0,
        (lane, first, end) ->
            loops.normalise(input.slice(lane, first), output.slice(lane, first), affine.of(lane)));
  }

  private PerLane<Affine> affine(Operand statistics, Operand parameters, double epsilon) {
    Tensor ofBatch = lowering.tensor(statistics);
    Tensor learnt = lowering.tensor(parameters);
    return new PerLane<>(
        lowering.parallelism().workers(), () -> Affine.of(ofBatch.all(), learnt.all(), epsilon));
  }

  void sums(Step step, Op.NormaliseSums op) {
    Operand in = step.reads().get(0);
    BatchNormLoops loops = loops(in);
    Tensor input = lowering.tensor(in);
    Tensor gradient = lowering.tensor(step.reads().get(1));
    Tensor statistics = lowering.tensor(step.reads().get(2));
    Tensor parameters = lowering.tensor(step.reads().get(3));
    Tensor gradients = lowering.tensor(step.writes().get(0));
    Tensor sums = lowering.tensor(step.writes().get(1));
    PerLane<Affine> affine = affine(step.reads().get(2), step.reads().get(3), op.epsilon());
    PerLane<float[]> means =
        new PerLane<>(
            lowering.parallelism().workers(),
            () -> {
              float[] found = new float[in.shape().channels()];
              statistics.all().get(found);
              return found;
            });
    double[][] ofFaces = new double[in.shape().faces()][];
    lowering.add(
        new Task(
            Kind.SLICES,
            (lane, first, end) -> {
              FloatBuffer x = input.slice(lane, first);
              FloatBuffer g = gradient.slice(lane, first);
              Affine now = affine.of(lane);
              float[] mean = means.of(lane);
              eachFace(
                  in,
                  first,
                  (face, from, floats) ->
                      ofFaces[face] =
                          loops.gradientSums(
                              x.slice(from, floats), g.slice(from, floats), mean, now));
            },
            step.reads(),
            List.of(),
            0));
    double pixels = (double) in.shape().faces() * in.shape().pixels();
    lowering.add(
        new Task(
            Kind.ONCE,
            (lane, first, end) -> {
              int channels = in.shape().channels();
              float[] found = new float[4 * channels];
              FloatBuffer now = statistics.all();
              FloatBuffer learnt = parameters.all();
              for (int c = 0; c < channels; c++) {
                double beta = 0;
                double product = 0;
                for (double[] face : ofFaces) {
                  beta += face[c];
                  product += face[channels + c];
                }
                double mean = now.get(c);
                double variance = now.get(channels + c);
                double gamma = product / Math.sqrt(variance + op.epsilon());
                double unbiased = variance * (pixels > 1 ? pixels / (pixels - 1) : 1);
                found[c] = (float) gamma;
                found[channels + c] = (float) beta;
                // The update also moves running statistics, and it subtracts.
                found[2 * channels + c] =
                    (float) ((1 - op.keep()) * (learnt.get(2 * channels + c) - mean));
                found[3 * channels + c] =
                    (float) ((1 - op.keep()) * (learnt.get(3 * channels + c) - unbiased));
              }
              sums.all().put(0, found, channels, channels).put(channels, found, 0, channels);
              if (step.accumulate()) {
                Cores.ONE.add(FloatBuffer.wrap(found), gradients.all());
              } else {
                gradients.all().put(found);
              }
            },
            step.allReads().toList(),
            step.writes(),
            0));
  }

  void gradient(Step step, Op.NormaliseGradient op) {
    Operand in = step.reads().get(0);
    BatchNormLoops loops = loops(in);
    Tensor input = lowering.tensor(in);
    Tensor gradient = lowering.tensor(step.reads().get(1));
    Tensor statistics = lowering.tensor(step.reads().get(2));
    Tensor parameters = lowering.tensor(step.reads().get(3));
    Tensor sums = lowering.tensor(step.reads().get(4));
    Tensor output = lowering.tensor(step.writes().get(0));
    double pixels = (double) in.shape().faces() * in.shape().pixels();
    PerLane<Affine> affine = affine(step.reads().get(2), step.reads().get(3), op.epsilon());
    PerLane<Affine> slopes =
        new PerLane<>(
            lowering.parallelism().workers(),
            () ->
                Affine.ofGradient(
                    statistics.all(), parameters.all(), sums.all(), op.epsilon(), pixels));
    lowering.add(
        Kind.SLICES,
        step,
        0,
        (lane, first, end) ->
            loops.inputGradient(
                input.slice(lane, first),
                gradient.slice(lane, first),
                output.slice(lane, first),
                affine.of(lane),
                slopes.of(lane),
                step.accumulate()));
  }
}
