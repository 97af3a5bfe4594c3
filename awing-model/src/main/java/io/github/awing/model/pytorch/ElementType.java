package io.github.awing.model.pytorch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Type of a tensor's elements; floating-point types can be read. */
enum ElementType {
  FLOAT32("FloatStorage", "F32", 4) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return bytes.getFloat(4 * index);
    }
  },
  FLOAT64("DoubleStorage", "F64", 8) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return (float) bytes.getDouble(8 * index);
    }
  },
  FLOAT16("HalfStorage", "F16", 2) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return ofHalf(bytes.getShort(2 * index));
    }
  },
  BFLOAT16("BFloat16Storage", "BF16", 2) {
    @Override
    float read(ByteBuffer bytes, int index) {
      return Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
    }
  },
  INT64("LongStorage", "I64", 8),
  INT32("IntStorage", "I32", 4),
  INT16("ShortStorage", "I16", 2),
  INT8("CharStorage", "I8", 1),
  UINT8("ByteStorage", "U8", 1),
  BOOL("BoolStorage", "BOOL", 1),
  COMPLEX64("ComplexFloatStorage", "C64", 8),
  COMPLEX128("ComplexDoubleStorage", "C128", 16),
  QINT8("QInt8Storage", "", 1),
  QUINT8("QUInt8Storage", "", 1),
  QINT32("QInt32Storage", "", 4),
  UINT16("", "U16", 2),
  UINT32("", "U32", 4),
  UINT64("", "U64", 8),
  FLOAT8("", "F8_E4M3", 1),
  FLOAT8_WIDE("", "F8_E5M2", 1),

  /** Bytes whose type each tensor gives. */
  UNTYPED("UntypedStorage", "", 1);

  /** Name in PyTorch and in safetensors; empty if one of them has no name for the type. */
  private final String storage;

  private final String safetensors;
  private final int bytes;

  ElementType(String storage, String safetensors, int bytes) {
    this.storage = storage;
    this.safetensors = safetensors;
    this.bytes = bytes;
  }

  /** Number of bytes of an element. */
  int bytes() {
    return bytes;
  }

  /**
   * Reads one element.
   *
   * @param bytes little-endian
   * @throws UnsupportedOperationException if the type is not floating point
   */
  float read(ByteBuffer bytes, int index) {
    throw new UnsupportedOperationException(this + " is not of floating point");
  }

  boolean isFloatingPoint() {
    return ordinal() <= BFLOAT16.ordinal();
  }

  static Optional<ElementType> ofStorage(String name) {
    return of(name, type -> type.storage);
  }

  static Optional<ElementType> ofSafetensors(String name) {
    return of(name, type -> type.safetensors);
  }

  private static Optional<ElementType> of(String name, Function<ElementType, String> nameOf) {
    return name.isEmpty()
        ? Optional.empty()
        : Arrays.stream(values()).filter(type -> nameOf.apply(type).equals(name)).findFirst();
  }

  /** Converts IEEE 754's 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
  private static float ofHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1F;
    int fraction = half & 0x3FF;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
        };
    return Float.intBitsToFloat(Float.floatToRawIntBits(size) | sign);
  }
}
