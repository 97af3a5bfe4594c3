package io.github.awing.program;

/**
 * What a step reads or writes: a buffer, or a part of one.
 *
 * @param buffer its number in the program
 * @param offset floats of the buffer before it
 * @param shape of the operand
 */
public record Operand(int buffer, long offset, TensorShape shape) {

  /** A vector within this operand. */
  public Operand part(long from, long length) {
    return new Operand(buffer, offset + from, TensorShape.vector(length));
  }

  /** Whether both have a float in common. */
  public boolean overlaps(Operand other) {
    return buffer == other.buffer
        && offset < other.offset + other.shape.floats()
        && other.offset < offset + shape.floats();
  }
}
