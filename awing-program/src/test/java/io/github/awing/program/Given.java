package io.github.awing.program;

/**
 * Operand that a step reads in an {@link OpCase}.
 *
 * @param numbers its values; if it is missing, only their shape is used
 * @param place of the operand in the program
 */
record Given(Numbers numbers, Place place) {

  /** Place of a step's operand in the program. */
  enum Place {
    /** An input of each face. */
    TENSOR,
    /** An input that all faces share. */
    VECTOR,
    /** A part of a longer vector that stays from run to run. */
    PART,
    /** A part of a longer constant vector. */
    CONSTANT,
    /** A missing optional input. */
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
