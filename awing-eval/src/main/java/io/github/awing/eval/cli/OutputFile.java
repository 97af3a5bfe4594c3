package io.github.awing.eval.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a file that a command writes. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Checks that the file may be written; call this before any work.
   *
   * @param option that names the file, for instance {@code --out}
   * @param overwrite whether an existing file may be replaced
   * @throws IllegalArgumentException if the file exists and may not be replaced, or is a folder
   */
  public static void check(String option, Path file, boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(option + " must be a file, but is a folder: " + file);
    }
    if (!overwrite && Files.exists(file)) {
      throw new IllegalArgumentException(file + " exists already (--overwrite replaces it)");
    }
  }
}
