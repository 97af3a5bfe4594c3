package io.github.awing.model.pytorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
      if (arguments.get(0) instanceof OpaqueObject storage) {
        return storage;
      }
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

  /** A tensor of a class of its own: the function that makes it, its class, the arguments. */
  record TensorOfType() implements PyTorchGlobal {
    @Override
    public Object call(List<?> arguments) {
      return ((PyTorchGlobal) arguments.get(0)).call((List<?>) arguments.get(2));
    }
  }

  /** A class or function whose results are not read. */
  record Opaque(String name) implements PyTorchGlobal {
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
          "torch._tensor._rebuild_from_type_v2", new TensorOfType(),
          "torch._utils._rebuild_parameter", new Parameter(),
          "torch._utils._rebuild_parameter_with_state", new Parameter());

  /** Modules by which a pickle reaches for the machine; a file that names one means harm. */
  Set<String> HARMFUL_MODULES =
      Set.of(
          "os",
          "posix",
          "nt",
          "sys",
          "subprocess",
          "commands",
          "pty",
          "shutil",
          "socket",
          "ctypes",
          "importlib",
          "runpy",
          "code",
          "webbrowser",
          "asyncio",
          "multiprocessing",
          "pip");

  /** The same of functions that every program of Python has. */
  Set<String> HARMFUL_BUILTINS =
      Set.of("eval", "exec", "execfile", "compile", "open", "__import__", "input", "breakpoint");

  /** What Python would get by calling it. */
  Object call(List<?> arguments);

  /**
   * The global of that name.
   *
   * @throws MalformedFileException if it reaches for the machine
   */
  static PyTorchGlobal of(String module, String name) {
    if (module.equals("torch") && ElementType.ofStorage(name).isPresent()) {
      return new StorageType(ElementType.ofStorage(name).get());
    }
    String whole = module + "." + name;
    if (isHarmful(module, name)) {
      throw new MalformedFileException(
          "its pickle wants %s of Python's, which no checkpoint needs; refused"
              .formatted(printable(whole)));
    }
    PyTorchGlobal global = NAMES.get(whole);
    return global == null ? new Opaque(printable(whole)) : global;
  }

  private static boolean isHarmful(String module, String name) {
    String root = module.replaceFirst("\\..*", "");
    boolean builtin = root.equals("builtins") || root.equals("__builtin__");
    return HARMFUL_MODULES.contains(root) || builtin && HARMFUL_BUILTINS.contains(name);
  }

  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7E]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
  }
}
