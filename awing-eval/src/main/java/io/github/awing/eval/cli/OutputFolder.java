package io.github.awing.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder that a program is told to write into. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes the folder, or accepts it.
   *
   * @param folder the folder
   * @param overwrite whether it may hold something already
   * @throws IllegalArgumentException if it is a file, or holds something and {@code overwrite} is
   *     not given
   * @throws IOException if it cannot be made or looked into
   */
  public static void prepare(Path folder, boolean overwrite) throws IOException {
    if (holdsSomething(folder) && !overwrite) {
      throw new IllegalArgumentException(
          folder + ": this folder is not empty; give another one, or --overwrite");
    }
    Files.createDirectories(folder);
  }

  /**
   * Makes the folder, or accepts it if it is empty.
   *
   * @throws IllegalArgumentException if it is a file, or holds something
   * @throws IOException if it cannot be made or looked into
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
