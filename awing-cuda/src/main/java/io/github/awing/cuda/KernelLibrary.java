package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Kernels of a card, each compiled once for every choice of types that it is used with. */
final class KernelLibrary {

  private final Card card;
  private final Map<Variant, Card.Kernels> compiled = new ConcurrentHashMap<>();

  private record Variant(String file, List<String> options) {}

  KernelLibrary(Card card) {
    this.card = card;
  }

  /** Asks for a kernel of a file. */
  Choice of(String file) {
    return new Choice(file);
  }

  /** A choice of types and numbers that a kernel is compiled for. */
  final class Choice {

    private final String file;
    private final List<String> options = new ArrayList<>();
    private int inputs;

    private Choice(String file) {
      this.file = file;
    }

    /** Type of the next input. */
    Choice input(Storage storage) {
      return define("IN" + inputs++, storage.type());
    }

    /** Type of the output. */
    Choice output(Storage storage) {
      return define("OUT", storage.type());
    }

    /** Neighbouring channels that are read and written at once. */
    Choice pack(int channels) {
      return define("PACK", channels);
    }

    /** A constant of the kernel. */
    Choice define(String name, Object value) {
      options.add("-D" + name + "=" + value);
      return this;
    }

    /** Compiles the file, if it has not been, and takes a kernel of it. */
    Card.Kernel kernel(String name) {
      return compiled
          .computeIfAbsent(
              new Variant(file, List.copyOf(options)),
              variant -> card.compile(file + ".cu", KernelSource.of(file), variant.options))
          .get(name);
    }
  }
}
