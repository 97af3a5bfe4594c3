package io.github.awing.model.pytorch;

import java.util.List;

/**
 * Reference of a pickle to a storage outside it: {@code ('storage', type, key, device, elements,
 * ...)}.
 */
record StorageTuple(ElementType type, String key, long elements) {

  static StorageTuple of(List<?> tuple) {
    if (tuple.size() < 5
        || !"storage".equals(tuple.get(0))
        || !(tuple.get(1) instanceof PyTorchGlobal.StorageType storage)
        || !(tuple.get(2) instanceof String key)
        || !(tuple.get(4) instanceof Long elements)
        || elements < 0
        || elements > Long.MAX_VALUE / storage.type().bytes()) {
      throw new MalformedFileException("its pickle refers to an object that is not a storage");
    }
    if (tuple.size() > 5 && tuple.get(5) != PythonNone.NONE) {
      throw new MalformedFileException(
          "its pickle has storages that are views of others, as no PyTorch since 0.4 writes");
    }
    return new StorageTuple(storage.type(), key, elements);
  }

  /** Number of bytes of the storage. */
  long bytes() {
    return elements * type.bytes();
  }
}
