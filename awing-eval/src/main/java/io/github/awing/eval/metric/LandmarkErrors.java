package io.github.awing.eval.metric;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * The errors of one face's landmarks, each a distance divided by the face's size; fractions, not
 * percent. Infinite for a landmark without a finite answer; there is none for one whose true place
 * is not told.
 */
public final class LandmarkErrors {

  /** NaN where the true place is not told. */
  private final double[] errors;

  LandmarkErrors(double[] errors) {
    this.errors = errors;
  }

  /** How many landmarks the face has, told or not. */
  public int count() {
    return errors.length;
  }

  /** Whether there is an error of landmark {@code index}, from 0: its true place is told. */
  public boolean has(int index) {
    return !Double.isNaN(errors[index]);
  }

  /** The error of landmark {@code index}; NaN if there is none. */
  public double of(int index) {
    return errors[index];
  }

  /** The face's NME: the mean of all there are; NaN if there is none. */
  public double mean() {
    return mean(IntStream.range(0, errors.length));
  }

  /** The mean over some landmarks, for instance those of a part; NaN if there is none. */
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
