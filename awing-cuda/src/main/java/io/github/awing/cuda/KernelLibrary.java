package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles the kernels of a card, once for every combination of types. */
final class KernelLibrary {

  private final Card card;
  private final Map<Variant, Card.Kernels> compiled = new ConcurrentHashMap<>();

  private record Variant(String file, List<String> options) {}

  KernelLibrary(Card card) {
    this.card = card;
  }

  /** Begins a choice of a file's kernel. */
  Choice of(String file) {
    return new Choice(file);
  }

  /** Types and constants for which a kernel is compiled. */
  final class Choice {

    private final String file;
    private final List<String> options = new ArrayList<>();
    private int inputs;

    private Choice(String file) {
      this.file = file;
    }

    /** Sets the type of the next input. */
    Choice input(Storage storage) {
      return define("IN" + inputs++, storage.type());
    }

    /** Sets the type of the output. */
    Choice output(Storage storage) {
      return define("OUT", storage.type());
    }

    /** Sets the number of neighbouring channels that are read and written at once. */
    Choice pack(int channels) {
      return define("PACK", channels);
    }

    /** Sets a constant of the kernel. */
    Choice define(String name, Object value) {
      options.add("-D" + name + "=" + value);
      return this;
    }

    /** Compiles the file, if it is not compiled, and returns a kernel. */
    Card.Kernel kernel(String name) {
      return compiled
          .computeIfAbsent(
              new Variant(file, List.copyOf(options)),
              variant -> card.compile(file + ".cu", KernelSource.of(file), variant.options))
          .get(name);
    }
  }
}
