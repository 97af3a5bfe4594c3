package io.github.awing.program;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a step has to write in an {@link OpCase}.
 *
 * @param before what is there before; null if that must not matter, so that it is NaN
 * @param after what has to be there afterwards
 * @param place where
 * @param sections equally long ones, each of which is judged by its own largest number
 */
record Expected(Numbers before, Numbers after, Place place, int sections) {

  /** Where a program leaves what a step writes. */
  enum Place {
    /** A tensor with so much for each face. */
    TENSOR,
    /** Within a longer vector, the rest of which has to stay as it is. */
    PART,
    /** Doubles, one for each stack, of which the step writes its own. */
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

  /** A part that the step changes. */
  static Expected moved(Numbers before, Numbers after) {
    return new Expected(before, after, Place.PART, 1);
  }

  static Expected loss(double after) {
    return new Expected(null, Numbers.vector(after), Place.LOSSES, 1);
  }

  /** The same added to some numbers of the same size. */
  Expected addedToSome(SplittableRandom random) {
    double largest = Arrays.stream(after.values()).map(Math::abs).max().orElse(0);
    Numbers there = Numbers.random(after.shape(), random).map(value -> value * largest).asFloats();
    return new Expected(there, there.plus(after), place, sections);
  }
}
