package io.github.awing.program.cpu;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** An address in native memory, as JavaCPP wants it. */
final class Address extends Pointer {

  Address(long address) {
    this.address = address;
  }

  /** The floats from there on. */
  static FloatBuffer floats(long address, long count) {
    return new FloatPointer(new Address(address)).capacity(count).asBuffer();
  }
}
