package io.github.awing.program;

/**
 * What a step reads in an {@link OpCase}.
 *
 * @param numbers in it; where it is missing, only their shape counts
 * @param place where a program finds it
 */
record Given(Numbers numbers, Place place) {

  /** Where a program finds what a step reads. */
  enum Place {
    /** An input with so much for each face. */
    TENSOR,
    /** An input that all faces share. */
    VECTOR,
    /** Within a longer vector that stays from run to run. */
    PART,
    /** Within a longer vector that never changes. */
    CONSTANT,
    /** Nowhere: an input that a run may do without. */
    MISSING
  }

  static Given tensor(Numbers numbers) {
    return new Given(numbers, Place.TENSOR);
  }

  static Given vector(Numbers numbers) {
    return new Given(numbers, Place.VECTOR);
  }

  static Given part(Numbers numbers) {
    return new Given(numbers, Place.PART);
  }

  static Given constant(Numbers numbers) {
    return new Given(numbers, Place.CONSTANT);
  }

  static Given missing(TensorShape shape) {
    return new Given(new Numbers(shape, new double[0]), Place.MISSING);
  }
}
