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
 * Writes files atomically: under a temporary name in the same folder, then moved. A failure leaves
 * no partial file.
 */
public final class AtomicFile {

  /** Writes a file's bytes. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of the content; the caller closes the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes text as UTF-8 and replaces an existing file; missing folders are made.
   *
   * @throws IOException if it cannot be written; an existing file is then unchanged
   */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes content and replaces an existing file; missing folders are made.
   *
   * @throws IOException if it cannot be written; an existing file is then unchanged
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    // Not createTempFile: its files are readable by the owner only, and stay so when moved.
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
        content.writeTo(out);
      }
      // Without this, a power failure may leave the new name without its bytes.
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
   * Adds the file's name to an error of writing. The system names the file only in errors of
   * opening it, not, for example, if the disk is full.
   *
   * @return the same exception if it names a file already
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
