package io.github.awing.cuda;

import org.bytedeco.javacpp.Pointer;

/** Pointer to memory that it does not own. */
final class Address extends Pointer {

  Address(long address) {
    this.address = address;
  }
}
