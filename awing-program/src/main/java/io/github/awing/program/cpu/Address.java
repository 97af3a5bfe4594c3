package io.github.awing.program.cpu;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Address in native memory as a JavaCPP pointer. */
final class Address extends Pointer {

  Address(long address) {
    this.address = address;
  }

  /** A view of the floats from an address on. */
  static FloatBuffer floats(long address, long count) {
    return new FloatPointer(new Address(address)).capacity(count).asBuffer();
  }
}
