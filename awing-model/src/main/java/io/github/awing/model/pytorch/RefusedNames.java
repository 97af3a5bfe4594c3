package io.github.awing.model.pytorch;

import java.util.List;
import java.util.Set;

/**
 * Lists Python names that run programs or code, or access files and the network. They do no harm
 * here, since no code runs. But a checkpoint that names one is not trustworthy, and neither are its
 * weights.
 */
final class RefusedNames {

  /** Modules of the standard library that no state consists of. */
  private static final Set<String> MODULES =
      Set.of(
          "os",
          "posix",
          "nt",
          "ntpath",
          "posixpath",
          "subprocess",
          "_posixsubprocess",
          "sys",
          "pty",
          "tty",
          "runpy",
          "socket",
          "_socket",
          "ssl",
          "http",
          "urllib",
          "urllib2",
          "ftplib",
          "smtplib",
          "requests",
          "importlib",
          "_imp",
          "imp",
          "pkgutil",
          "ctypes",
          "_ctypes",
          "cffi",
          "shutil",
          "tempfile",
          "glob",
          "signal",
          "webbrowser",
          "multiprocessing",
          "_thread",
          "threading",
          "asyncio",
          "concurrent",
          "codeop",
          "pdb",
          "bdb",
          "timeit",
          "cProfile",
          "doctest",
          "pickle",
          "_pickle",
          "cPickle",
          "pickletools",
          "dill",
          "cloudpickle",
          "joblib",
          "marshal",
          "shelve",
          "commands",
          "popen2",
          "platform",
          "pip",
          "setuptools",
          "distutils",
          "ensurepip",
          "venv",
          "gc",
          "inspect",
          "atexit",
          "io",
          "_io",
          "linecache",
          "fileinput",
          "sqlite3",
          "zipimport",
          "IPython",
          "idlelib");

  /** Modules, or single names, of other libraries. */
  private static final List<String> OF_LIBRARIES =
      List.of(
          "torch.load",
          "torch.save",
          "torch.hub",
          "torch.jit",
          "torch.package",
          "torch.compile",
          "torch.utils.cpp_extension",
          "torch.utils.model_zoo",
          "torch.utils.collect_env",
          "torch._inductor",
          "torch._dynamo",
          "torch.serialization.load",
          "torch.serialization.save",
          "torch.multiprocessing",
          "numpy.load",
          "numpy.save",
          "numpy.fromfile",
          "numpy.memmap",
          "numpy.f2py",
          "numpy.testing",
          "numpy.distutils",
          "pandas.eval",
          "pandas.read_pickle",
          "code.InteractiveConsole",
          "code.InteractiveInterpreter",
          "code.interact",
          "profile.run",
          "profile.runctx",
          "trace.Trace",
          "types.CodeType",
          "types.FunctionType",
          "functools.reduce");

  private static final Set<String> BUILTINS = Set.of("builtins", "__builtin__", "__builtins__");

  /** Built-in names that make values. */
  private static final Set<String> VALUES =
      Set.of(
          "set",
          "frozenset",
          "list",
          "dict",
          "tuple",
          "int",
          "long",
          "float",
          "complex",
          "bool",
          "str",
          "unicode",
          "bytes",
          "bytearray",
          "range",
          "xrange",
          "slice",
          "object",
          "type",
          "getattr",
          "Ellipsis",
          "NotImplemented",
          "NoneType");

  private RefusedNames() {}

  static boolean contain(String module, String name) {
    if (BUILTINS.contains(module)) {
      return !VALUES.contains(name) && !name.endsWith("Error") && !name.endsWith("Exception");
    }
    String full = module + "." + name;
    int dot = full.indexOf('.');
    return MODULES.contains(full.substring(0, dot))
        || OF_LIBRARIES.stream()
            .anyMatch(refused -> full.equals(refused) || full.startsWith(refused + "."));
  }
}
