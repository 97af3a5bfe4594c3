package io.github.awing.eval.predict;

import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Text file that grows under a temporary name, {@code landmarks.partial.csv} for {@code
 * landmarks.csv}, and gets its final name when it is complete. The partial file of an interrupted
 * program stays. Without text, no file is created.
 */
final class PartialFile implements AutoCloseable {

  private final Path file;
  private final Path partial;
  private OutputStream out;

  PartialFile(Path file) {
    this.file = file;
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    this.partial = file.resolveSibling(name.substring(0, dot) + ".partial" + name.substring(dot));
  }

  /** Whether no text was added yet. */
  boolean isEmpty() {
    return out == null;
  }

  /** Adds text without buffering, so that a killed program leaves whole lines. */
  void append(String text) throws IOException {
    try {
      if (out == null) {
        out = Files.newOutputStream(partial);
      }
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw AtomicFile.naming(partial, e);
    }
  }

  /** Gives the file its final name and replaces an existing file. */
  void finish() throws IOException {
    if (out != null) {
      out.close();
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
