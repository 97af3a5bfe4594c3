package io.github.awing.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are whole or not there: written under a temporary name in the same folder, then moved.
 */
public final class AtomicFile {

  /** Writes a file's bytes. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes text as UTF-8, in place of what was there; missing folders are made.
   *
   * @throws IOException if it cannot be written; what was there is then untouched
   */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes content, in place of what was there; missing folders are made.
   *
   * @throws IOException if it cannot be written; what was there is then untouched
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    // Not createTempFile: its files are for the owner's eyes only, and stay so when moved.
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
        content.writeTo(out);
      }
      // Else a machine that loses its power may keep the new name and no bytes.
      try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        written.force(false);
      }
      // REPLACE_EXISTING deletes the old file first: a kill in between would leave none.
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw naming(file, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * What keeps a file from being written, with the file's name, which the system says only where it
   * opens the file: a disk that is full is told by nothing but its being so.
   *
   * @return the same if it names a file already
   */
  public static IOException naming(Path file, IOException e) {
    if (e instanceof FileSystemException) {
      return e;
    }
    Throwable root = RootCause.of(e);
    return new IOException(
        "%s: cannot be written: %s"
            .formatted(
                file,
                root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage()),
        e);
  }
}
