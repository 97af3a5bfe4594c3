package io.github.awing.program.cpu;

import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Step;
import io.github.awing.program.UpdateRule;
import io.github.awing.program.cpu.Task.Kind;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Makes tasks at the end of a training step: norms of parameters and gradients, and the update. */
record OptimiserTasks(Lowering lowering) {

  /** Number of floats below which one worker does the work alone. */
  private static final long WORTH_SHARING = 1 << 14;

  /** Number of floats of which the first-level cache holds four tiles. */
  private static final int TILE = 1024;

  void clip(Step step, Op.Clip op) {
    Tensor numbers = lowering.tensor(step.reads().get(0));
    Tensor factor = lowering.tensor(step.writes().get(0));
    double[] squares = squares(step.reads().subList(1, step.reads().size()));
    lowering.add(
        Kind.ONCE,
        step,
        0,
        (lane, first, end) -> {
          double length = Math.sqrt(Arrays.stream(squares).sum()) / numbers.all().get(1);
          factor.all().put(0, length > op.longest() ? (float) (op.longest() / length) : 1);
        });
  }

  void penalty(Step step, Op.Penalty op) {
    double[] squares = squares(step.reads());
    Operand ofAll = step.writes().get(0);
    Tensor losses = lowering.tensor(lowering.whole(ofAll));
    lowering.add(
        new Task(
            Kind.ONCE,
            (lane, first, end) ->
                losses
                    .callers()
                    .putScalar(op.place(), op.decay() / 2 * Arrays.stream(squares).sum()),
            step.reads(),
            List.of(ofAll),
            0));
  }

  /** Squared norms of all parts, after the workers have summed them. */
  private double[] squares(List<Operand> parts) {
    double[] squares = new double[parts.size()];
    for (int part = 0; part < squares.length; part++) {
      int number = part;
      Tensor values = lowering.tensor(parts.get(part));
      lowering.add(
          new Task(
              Kind.SHARE,
              lowering.byOneWorker((lane, first, end) -> squares[number] = squares(values.all())),
              List.of(parts.get(part)),
              List.of(),
              0));
    }
    return squares;
  }

  private static double squares(FloatBuffer values) {
    double sum = 0;
    float[] tile = new float[TILE];
    for (int from = 0; from < values.limit(); from += TILE) {
      int length = Math.min(TILE, values.limit() - from);
      values.get(from, tile, 0, length);
      float part = 0;
      for (int i = 0; i < length; i++) {
        part += tile[i] * tile[i];
      }
      sum += part;
    }
    return sum;
  }

  void update(Step step, Op.Update op) {
    Operand parameters = step.writes().get(0);
    Tensor gradients = lowering.tensor(step.reads().get(0));
    Tensor numbers = lowering.tensor(step.reads().get(1));
    Tensor factor = step.reads().size() > 2 ? lowering.tensor(step.reads().get(2)) : null;
    Tensor values = lowering.tensor(parameters);
    List<Tensor> state = step.writes().stream().skip(1).map(lowering::tensor).toList();
    Task.Work all =
        (lane, first, end) -> {
          float clip = factor == null ? 1 : factor.all().get(0);
          Numbers now = new Numbers(numbers.all().get(0), numbers.all().get(1), clip);
          FloatBuffer[] states = state.stream().map(Tensor::all).toArray(FloatBuffer[]::new);
          update(op, now, gradients.all(), values.all(), states, first, end);
        };
    int count = (int) parameters.shape().floats();
    Task.Work shared =
        count < WORTH_SHARING
            ? lowering.byOneWorker((lane, first, end) -> all.run(lane, 0, count))
            : (lane, first, end) ->
                all.run(
                    lane,
                    (int) ((long) count * lane.worker() / lane.workers()),
                    (int) ((long) count * (lane.worker() + 1) / lane.workers()));
    lowering.add(Kind.SHARE, step, 0, shared);
  }

  private record Numbers(float rate, float batches, float clip) {}

  private static void update(
      Op.Update op,
      Numbers numbers,
      FloatBuffer gradients,
      FloatBuffer parameters,
      FloatBuffer[] states,
      int first,
      int end) {
    float[] g = new float[TILE];
    float[] w = new float[TILE];
    float[][] s = new float[states.length][TILE];
    for (int from = first; from < end; from += TILE) {
      int length = Math.min(TILE, end - from);
      gradients.get(from, g, 0, length);
      parameters.get(from, w, 0, length);
      for (int i = 0; i < s.length; i++) {
        states[i].get(from, s[i], 0, length);
      }
      scale(g, numbers, length);
      if (op.weightDecay() != 0) {
        decay(g, w, (float) op.weightDecay(), length);
      }
      if (op.rule() instanceof UpdateRule.RootMeanSquare rule) {
        rootMeanSquare(g, s[0], numbers.rate, (float) rule.decay(), (float) rule.epsilon(), length);
      } else if (op.rule() instanceof UpdateRule.AdaptiveMoments rule) {
        adaptiveMoments(g, s[0], s[1], numbers.rate, rule, length);
      } else if (op.rule() instanceof UpdateRule.GradientDescent) {
        multiply(g, numbers.rate, length);
      }
      subtract(w, g, length);
      parameters.put(from, w, 0, length);
      for (int i = 0; i < s.length; i++) {
        states[i].put(from, s[i], 0, length);
      }
    }
  }

  private static void scale(float[] g, Numbers numbers, int length) {
    if (numbers.batches != 1) {
      for (int i = 0; i < length; i++) {
        g[i] /= numbers.batches;
      }
    }
    if (numbers.clip != 1) {
      multiply(g, numbers.clip, length);
    }
  }

  private static void multiply(float[] g, float factor, int length) {
    for (int i = 0; i < length; i++) {
      g[i] *= factor;
    }
  }

  private static void decay(float[] g, float[] w, float decay, int length) {
    for (int i = 0; i < length; i++) {
      g[i] = Math.fma(decay, w[i], g[i]);
    }
  }

  private static void subtract(float[] w, float[] g, int length) {
    for (int i = 0; i < length; i++) {
      w[i] -= g[i];
    }
  }

  private static void rootMeanSquare(
      float[] g, float[] s, float rate, float decay, float epsilon, int length) {
    float rest = 1 - decay;
    for (int i = 0; i < length; i++) {
      s[i] = Math.fma(s[i], decay, g[i] * g[i] * rest);
      g[i] = rate * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
    }
  }

  private static void adaptiveMoments(
      float[] g, float[] m, float[] v, float rate, UpdateRule.AdaptiveMoments rule, int length) {
    float beta1 = (float) rule.beta1();
    float beta2 = (float) rule.beta2();
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    float epsilon = (float) rule.epsilon();
    for (int i = 0; i < length; i++) {
      m[i] = Math.fma(beta1, m[i], g[i] * rest1);
      v[i] = Math.fma(beta2, v[i], g[i] * g[i] * rest2);
      g[i] = m[i] * rate / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }
}
