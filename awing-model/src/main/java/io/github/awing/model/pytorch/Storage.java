package io.github.awing.model.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A run of elements that tensors are views of.
 *
 * @param type of every element
 * @param elements how many there are; the file was found to have as many
 * @param bytes where they are
 */
record Storage(ElementType type, long elements, Bytes bytes) {

  /** Bytes of a file, read when they are asked for. */
  @FunctionalInterface
  interface Bytes {
    /**
     * Reads so many bytes from a position.
     *
     * @return little-endian, from position 0
     * @throws IOException if they cannot be read, or the file ends before
     */
    ByteBuffer read(long position, int length) throws IOException;
  }
}
