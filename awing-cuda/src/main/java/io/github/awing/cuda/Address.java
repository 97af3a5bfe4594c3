package io.github.awing.cuda;

import org.bytedeco.javacpp.Pointer;

/** A pointer to memory that others own. */
final class Address extends Pointer {

  Address(long address) {
    this.address = address;
  }
}
