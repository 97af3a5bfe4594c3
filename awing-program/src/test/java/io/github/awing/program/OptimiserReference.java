package io.github.awing.program;

import java.util.ArrayList;
import java.util.List;

/** Computes regularisation, clipping and the optimisers' rules number by number, in doubles. */
final class OptimiserReference {

  private OptimiserReference() {}

  /** Factor that clips the norm of the mean gradient of some batches. */
  static double clip(double longest, int batches, List<Numbers> gradients) {
    return Math.min(1, longest / (Math.sqrt(squaredLength(gradients)) / batches));
  }

  /** L2 regularisation of some parameters. */
  static double penalty(double decay, List<Numbers> parameters) {
    return decay / 2 * squaredLength(parameters);
  }

  private static double squaredLength(List<Numbers> parts) {
    double squares = 0;
    for (Numbers part : parts) {
      for (double value : part.values()) {
        squares += value * value;
      }
    }
    return squares;
  }

  /**
   * Parameters and state after a step.
   *
   * @param before parameters, then each part of the state
   * @param clip factor of the mean gradient
   */
  static List<Numbers> update(
      Op.Update op, Numbers gradients, StepNumbers numbers, double clip, List<Numbers> before) {
    List<Numbers> after = new ArrayList<>();
    before.forEach(part -> after.add(Numbers.zeros(part.shape())));
    for (int i = 0; i < gradients.values().length; i++) {
      double parameter = before.get(0).values()[i];
      double g = gradients.values()[i] / numbers.batches() * clip + op.weightDecay() * parameter;
      double[] state = new double[before.size() - 1];
      for (int part = 0; part < state.length; part++) {
        state[part] = before.get(part + 1).values()[i];
      }
      after.get(0).values()[i] = parameter - step(op.rule(), g, numbers.rate(), state);
      for (int part = 0; part < state.length; part++) {
        after.get(part + 1).values()[i] = state[part];
      }
    }
    return after;
  }

  /** The value to subtract from a parameter; updates the parameter's state. */
  private static double step(UpdateRule rule, double g, double rate, double[] state) {
    if (rule instanceof UpdateRule.GradientDescent) {
      return rate * g;
    }
    if (rule instanceof UpdateRule.RootMeanSquare root) {
      state[0] = root.decay() * state[0] + (1 - root.decay()) * g * g;
      return rate * g / (Math.sqrt(state[0]) + root.epsilon());
    }
    if (rule instanceof UpdateRule.AdaptiveMoments adam) {
      state[0] = adam.beta1() * state[0] + (1 - adam.beta1()) * g;
      state[1] = adam.beta2() * state[1] + (1 - adam.beta2()) * g * g;
      return rate * state[0] / (Math.sqrt(state[1]) + adam.epsilon());
    }
    return g;
  }
}
