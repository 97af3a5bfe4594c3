package io.github.awing.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prepares the folder that a command writes into. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Creates the folder, or accepts an existing one.
   *
   * @param folder the folder
   * @param overwrite whether the folder may hold files already
   * @throws IllegalArgumentException if it is a file, or holds files and {@code overwrite} is false
   * @throws IOException if it cannot be created or listed
   */
  public static void prepare(Path folder, boolean overwrite) throws IOException {
    if (holdsSomething(folder) && !overwrite) {
      throw new IllegalArgumentException(
          folder + ": this folder is not empty; give another one, or --overwrite");
    }
    Files.createDirectories(folder);
  }

  /**
   * Creates the folder, or accepts an empty one.
   *
   * @throws IllegalArgumentException if it is a file, or not empty
   * @throws IOException if it cannot be created or listed
   */
  public static void prepareEmpty(Path folder) throws IOException {
    if (holdsSomething(folder)) {
      throw new IllegalArgumentException(folder + ": this folder is not empty; give another one");
    }
    Files.createDirectories(folder);
  }

  private static boolean holdsSomething(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + ": a folder is needed here, but this is a file");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    }
  }
}
