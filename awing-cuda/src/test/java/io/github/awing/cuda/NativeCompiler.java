package io.github.awing.cuda;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles C++ with the machine's compiler and loads the library. */
final class NativeCompiler {

  private static final String COMPILER = "g++";

  private final Path folder;
  private int count;

  NativeCompiler(Path folder) {
    this.folder = folder;
  }

  /** Whether the machine has a compiler. */
  static boolean isAvailable() {
    try {
      return new ProcessBuilder(COMPILER, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Compiles a header once for all sources that begin with it. */
  synchronized void precompile(String name, String header) {
    write(name, header);
    run("-x", "c++-header", folder.resolve(name).toString());
  }

  /** Compiles a source and loads the library. */
  synchronized NativeLibrary compile(String source) {
    String name = "code" + count++;
    Path library = folder.resolve(name + ".so");
    write(name + ".cpp", source);
    run(
        "-shared",
        "-Wl,-Bsymbolic",
        "-o",
        library.toString(),
        folder.resolve(name + ".cpp").toString());
    return NativeLibrary.getInstance(library.toString());
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(COMPILER, "-std=c++17", "-O1", "-fPIC", "-w"));
    // Prevents libraries from sharing symbols of the same name.
    command.addAll(List.of("-fvisibility=hidden", "-fno-gnu-unique"));
    command.add("-ffp-contract=off");
    command.addAll(List.of(arguments));
    Path log = folder.resolve("compiler.log");
    try {
      int status =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new AssertionError(command + ": " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
