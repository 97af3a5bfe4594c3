package io.github.awing.program;

/**
 * Operand of a step: a buffer, or a part of one.
 *
 * @param buffer number of the buffer in the program
 * @param offset number of the buffer's floats before the operand
 * @param shape of the operand
 */
public record Operand(int buffer, long offset, TensorShape shape) {

  /** A vector within this operand. */
  public Operand part(long from, long length) {
    return new Operand(buffer, offset + from, TensorShape.vector(length));
  }

  /** Whether both share a float. */
  public boolean overlaps(Operand other) {
    return buffer == other.buffer
        && offset < other.offset + other.shape.floats()
        && other.offset < offset + shape.floats();
  }
}
