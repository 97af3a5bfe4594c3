package io.github.awing.model.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Python name in a checkpoint, with its meaning here. */
sealed interface PyTorchGlobal {

  /** Type of a storage's elements. */
  record StorageType(ElementType type) implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      throw new MalformedFileException("its pickle creates a storage");
    }
  }

  /** Ordered dictionary; Python 2 fills it from a list of pairs when it makes it. */
  record OrderedDict() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      Map<Object, Object> dictionary = new LinkedHashMap<>();
      if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> pairs) {
        for (Object pair : pairs) {
          Pickle.put(dictionary, ((List<?>) pair).get(0), ((List<?>) pair).get(1));
        }
      }
      return dictionary;
    }
  }

  /** Tensor from storage, offset, shape and stride. */
  record Tensor() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      if (!(arguments.get(0) instanceof Storage storage)) {
        return new OpaqueObject("torch.Tensor of an unknown storage");
      }
      return new StoredTensor(
          storage, (Long) arguments.get(1), numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private static long[] numbers(Object list) {
      return ((List<?>) list).stream().mapToLong(number -> (Long) number).toArray();
    }
  }

  /** Parameter: a tensor, and whether it is trained. */
  record Parameter() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return arguments.get(0);
    }
  }

  /** Tensor with attributes: its maker, its class, the maker's arguments, and the attributes. */
  record TensorWithAttributes() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return arguments.get(0) instanceof Tensor tensor
          ? tensor.call((List<?>) arguments.get(2))
          : new OpaqueObject("torch.Tensor");
    }
  }

  /** Any other name; calling it makes an {@link OpaqueObject}. */
  record Other(String name) implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return new OpaqueObject(name);
    }
  }

  /** All names except the storages, which are in {@link ElementType}. */
  Map<String, PyTorchGlobal> NAMES =
      Map.of(
          "collections.OrderedDict", new OrderedDict(),
          "torch._utils._rebuild_tensor", new Tensor(),
          "torch._utils._rebuild_tensor_v2", new Tensor(),
          "torch._utils._rebuild_parameter", new Parameter(),
          "torch._utils._rebuild_parameter_with_state", new Parameter(),
          "torch._tensor._rebuild_from_type_v2", new TensorWithAttributes());

  /** Modules in which PyTorch has defined storages. */
  Set<String> MODULES_OF_STORAGES = Set.of("torch", "torch.cuda", "torch.storage");

  /** The result that Python's call would have. */
  Object call(List<?> arguments);

  /**
   * Returns the global of this name.
   *
   * @throws MalformedFileException if it runs code, which no checkpoint needs
   */
  static PyTorchGlobal of(String module, String name) {
    Optional<ElementType> storage = ElementType.ofStorage(name);
    if (MODULES_OF_STORAGES.contains(module) && storage.isPresent()) {
      return new StorageType(storage.get());
    }
    String full = Printable.of(module + "." + name);
    if (RefusedNames.contain(module, name)) {
      throw new MalformedFileException(
          "its pickle wants %s of Python's, which no checkpoint needs; refused".formatted(full));
    }
    PyTorchGlobal known = NAMES.get(module + "." + name);
    return known == null ? new Other(full) : known;
  }
}
