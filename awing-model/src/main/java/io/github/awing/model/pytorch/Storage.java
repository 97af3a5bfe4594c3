package io.github.awing.model.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sequence of elements of which tensors are views.
 *
 * @param type of every element
 * @param elements number of elements, checked against the file
 * @param bytes of the elements
 */
record Storage(ElementType type, long elements, Bytes bytes) {

  /** Bytes of a file, read on demand. */
  @FunctionalInterface
  interface Bytes {
    /**
     * Reads bytes from a position.
     *
     * @return little-endian, from position 0
     * @throws IOException if they cannot be read, or the file ends before
     */
    ByteBuffer read(long position, int length) throws IOException;
  }
}
