package io.github.awing.eval.predict;

import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A text file that is written bit by bit under a name of its own, {@code landmarks.partial.csv} for
 * {@code landmarks.csv}, and gets its right name when it is whole. If it never is, what was written
 * so far stays. A file without text is not made.
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

  /** Whether nothing was added yet. */
  boolean isEmpty() {
    return out == null;
  }

  /** Adds text and hands it to the system, so that a killed program has left whole lines. */
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

  /** Gives it its right name, in place of what was there. */
  void finish() throws IOException {
    if (out != null) {
      out.close();
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
