package io.github.awing.program;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Update rule of an optimiser: Deeplearning4j's formulas, in floats. */
public sealed interface UpdateRule {

  /** Subtracts the gradient without a rate, as running statistics are updated. */
  record Plain() implements UpdateRule {
    @Override
    public int stateSize() {
      return 0;
    }
  }

  /** Gradient descent: rate · g. */
  record GradientDescent() implements UpdateRule {
    @Override
    public int stateSize() {
      return 0;
    }
  }

  /**
   * RMSProp: s = decay · s + (1 − decay) · g², then rate · g / (√s + epsilon).
   *
   * @param decay of the mean square
   * @param epsilon added to its root
   */
  record RootMeanSquare(double decay, double epsilon) implements UpdateRule {
    @Override
    public int stateSize() {
      return 1;
    }
  }

  /**
   * Adam: m = beta1 · m + (1 − beta1) · g, v = beta2 · v + (1 − beta2) · g², then rate · m / (√v +
   * epsilon), the rate with both corrections. The state is all m, then all v.
   *
   * @param beta1 decay of the mean
   * @param beta2 decay of the mean square
   * @param epsilon added to its root
   */
  record AdaptiveMoments(double beta1, double beta2, double epsilon) implements UpdateRule {
    @Override
    public int stateSize() {
      return 2;
    }

    @Override
    public double rate(double learningRate, int step) {
      float first = (float) Math.pow((float) beta1, step + 1);
      float second = (float) Math.pow((float) beta2, step + 1);
      float root = (float) Math.sqrt((float) (1.0 - second));
      return (float) ((float) learningRate * root / (1.0 - first));
    }
  }

  /** Number of state floats for every parameter. */
  int stateSize();

  /**
   * Factor of the update.
   *
   * @param step number of earlier steps
   */
  default double rate(double learningRate, int step) {
    return learningRate;
  }

  /**
   * Returns the rule of a Deeplearning4j updater.
   *
   * @throws IllegalArgumentException if the updater is not supported
   */
  static UpdateRule of(IUpdater updater) {
    if (updater instanceof NoOp) {
      return new Plain();
    }
    if (updater instanceof Sgd) {
      return new GradientDescent();
    }
    if (updater instanceof RmsProp rmsProp) {
      return new RootMeanSquare(rmsProp.getRmsDecay(), rmsProp.getEpsilon());
    }
    if (updater instanceof Adam adam) {
      return new AdaptiveMoments(adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
    }
    throw new IllegalArgumentException(
        "the supported updaters are Sgd, RmsProp, Adam and NoOp, but this is "
            + updater.getClass().getSimpleName());
  }
}
