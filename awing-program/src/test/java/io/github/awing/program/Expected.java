package io.github.awing.program;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Expected result of a step in an {@link OpCase}.
 *
 * @param before values before the step; null if they must have no effect, for which NaN is used
 * @param after expected values after the step
 * @param place of the result
 * @param sections number of sections of equal length, each compared relative to its own largest
 *     number
 */
record Expected(Numbers before, Numbers after, Place place, int sections) {

  /** Place of a step's result in the program. */
  enum Place {
    /** A tensor of each face. */
    TENSOR,
    /** A part of a longer vector, the rest of which must not change. */
    PART,
    /** Doubles, one for each stack, of which the step writes one. */
    LOSSES
  }

  static Expected tensor(Numbers after) {
    return new Expected(null, after, Place.TENSOR, 1);
  }

  static Expected part(Numbers after) {
    return new Expected(null, after, Place.PART, 1);
  }

  static Expected part(Numbers after, int sections) {
    return new Expected(null, after, Place.PART, sections);
  }

  /** A part of a vector that the step changes. */
  static Expected moved(Numbers before, Numbers after) {
    return new Expected(before, after, Place.PART, 1);
  }

  static Expected loss(double after) {
    return new Expected(null, Numbers.vector(after), Place.LOSSES, 1);
  }

  /** This result added to random numbers. */
  Expected addedToSome(SplittableRandom random) {
    double largest = Arrays.stream(after.values()).map(Math::abs).max().orElse(0);
    Numbers there = Numbers.random(after.shape(), random).map(value -> value * largest).asFloats();
    return new Expected(there, there.plus(after), place, sections);
  }
}
