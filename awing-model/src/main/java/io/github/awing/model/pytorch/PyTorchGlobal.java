package io.github.awing.model.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of Python's that a checkpoint uses, and what stands for them here. */
sealed interface PyTorchGlobal {

  /** Which elements a storage has. */
  record StorageType(ElementType type) implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      throw new MalformedFileException("its pickle makes a storage of its own");
    }
  }

  /** A dictionary that keeps its order; Python 2 fills it by a list of pairs as it makes it. */
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

  /** A tensor from storage, offset, shape and stride. */
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

  /** A parameter, which is a tensor and whether it is trained. */
  record Parameter() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return arguments.get(0);
    }
  }

  /** A tensor that carries attributes: how it is made, its class, what of, and they. */
  record TensorWithAttributes() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return arguments.get(0) instanceof Tensor tensor
          ? tensor.call((List<?>) arguments.get(2))
          : new OpaqueObject("torch.Tensor");
    }
  }

  /** Anything else: what comes of it is not looked into. */
  record Other(String name) implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return new OpaqueObject(name);
    }
  }

  /** All but the storages, which {@link ElementType} knows. */
  Map<String, PyTorchGlobal> NAMES =
      Map.of(
          "collections.OrderedDict", new OrderedDict(),
          "torch._utils._rebuild_tensor", new Tensor(),
          "torch._utils._rebuild_tensor_v2", new Tensor(),
          "torch._utils._rebuild_parameter", new Parameter(),
          "torch._utils._rebuild_parameter_with_state", new Parameter(),
          "torch._tensor._rebuild_from_type_v2", new TensorWithAttributes());

  /** Where storages have been at home. */
  Set<String> MODULES_OF_STORAGES = Set.of("torch", "torch.cuda", "torch.storage");

  /** What Python would get by calling it. */
  Object call(List<?> arguments);

  /**
   * The global of that name.
   *
   * @throws MalformedFileException if it runs code, as no checkpoint needs it
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
