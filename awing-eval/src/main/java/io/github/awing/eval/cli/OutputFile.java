package io.github.awing.eval.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A single file that a program is to write. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Refuses what must not be written, before any work is done.
   *
   * @param option the word that the user gave the file with
   * @param overwrite whether a file that exists may be replaced
   * @throws IllegalArgumentException if it exists and may not, or is a folder
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
