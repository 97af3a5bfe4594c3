package io.github.awing.cuda;

/** Type of a tensor's numbers in the card's memory. */
enum Storage {
  FLOAT("float", 4),
  BFLOAT16("bfloat16", 2),
  DOUBLE("double", 8);

  private final String type;
  private final int bytes;

  Storage(String type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Name of the type in the kernels. */
  String type() {
    return type;
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }
}
