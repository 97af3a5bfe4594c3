package io.github.awing.eval.metric;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Errors of one face's landmarks, each a distance divided by the face's size; fractions, not
 * percent. The error is infinite for a landmark without a finite prediction. A landmark without a
 * label has no error.
 */
public final class LandmarkErrors {

  /** NaN for a landmark without a label. */
  private final double[] errors;

  LandmarkErrors(double[] errors) {
    this.errors = errors;
  }

  /** Number of the face's landmarks, labelled or not. */
  public int count() {
    return errors.length;
  }

  /** Whether landmark {@code index}, from 0, has a label and so an error. */
  public boolean has(int index) {
    return !Double.isNaN(errors[index]);
  }

  /** The error of landmark {@code index}; NaN without a label. */
  public double of(int index) {
    return errors[index];
  }

  /** The face's NME: the mean over its labelled landmarks; NaN if there are none. */
  public double mean() {
    return mean(IntStream.range(0, errors.length));
  }

  /** The mean over some landmarks, for instance those of a part; NaN if none has a label. */
  public double mean(Collection<Integer> indices) {
    return mean(indices.stream().mapToInt(Integer::intValue));
  }

  private double mean(IntStream indices) {
    return indices.filter(this::has).mapToDouble(this::of).average().orElse(Double.NaN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LandmarkErrors that && Arrays.equals(errors, that.errors);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(errors);
  }

  @Override
  public String toString() {
    return Arrays.toString(errors);
  }
}
