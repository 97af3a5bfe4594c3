package io.github.awing.model.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of Python's that a checkpoint may use, and what stands for them here. */
sealed interface PyTorchGlobal {

  /** Which elements a storage has. */
  record StorageType(ElementType type) implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      throw new MalformedFileException("its pickle makes a storage of its own");
    }
  }

  /** A dictionary that keeps its order. */
  record OrderedDict() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      if (!arguments.isEmpty()) {
        throw new MalformedFileException("its pickle fills an OrderedDict as none should");
      }
      return new LinkedHashMap<>();
    }
  }

  /** A tensor from storage, offset, shape and stride. */
  record Tensor() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return new StoredTensor(
          (Storage) arguments.get(0),
          (Long) arguments.get(1),
          numbers(arguments.get(2)),
          numbers(arguments.get(3)));
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

  /** All but the storages, which {@link ElementType} knows. */
  Map<String, PyTorchGlobal> NAMES =
      Map.of(
          "collections.OrderedDict", new OrderedDict(),
          "torch._utils._rebuild_tensor", new Tensor(),
          "torch._utils._rebuild_tensor_v2", new Tensor(),
          "torch._utils._rebuild_parameter", new Parameter());

  /** What Python would get by calling it. */
  Object call(List<?> arguments);

  /**
   * The global of that name.
   *
   * @throws MalformedFileException if no checkpoint needs it
   */
  static PyTorchGlobal of(String module, String name) {
    if (module.equals("torch") && ElementType.ofStorage(name).isPresent()) {
      return new StorageType(ElementType.ofStorage(name).get());
    }
    PyTorchGlobal global = NAMES.get(module + "." + name);
    if (global == null) {
      throw new MalformedFileException(
          "its pickle wants %s of Python's, which no checkpoint needs; refused"
              .formatted(printable(module + "." + name)));
    }
    return global;
  }

  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7E]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
  }
}
