package io.github.awing.train;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lock of a run folder: one training writes into it at a time. The system's own lock on the file
 * {@code .lock}, so that it ends with the process however that ends, and holds between machines
 * where a network disk's locks do. The file stays: to delete it would let two in.
 */
final class RunLock implements AutoCloseable {

  private static final String NAME = ".lock";

  /** Of the file, and far behind what it holds: Windows lets none read what is locked. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  private static final int LONGEST_HOLDER = 200;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder, which is made if need be.
   *
   * @throws IllegalArgumentException if a training holds the lock; the message names it
   * @throws IOException if the folder cannot be written, or its disk knows no locks
   */
  static RunLock of(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (!isLocked(folder, channel)) {
        throw new IllegalArgumentException(
            "%s: a training writes into this folder, %s; wait for its end, or stop it"
                .formatted(folder, holder(channel)));
      }
      byte[] mine =
          "process %d on %s"
              .formatted(ProcessHandle.current().pid(), host())
              .getBytes(StandardCharsets.UTF_8);
      channel.truncate(0).write(ByteBuffer.wrap(mine), 0);
      return new RunLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isLocked(Path folder, FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw new IOException(
          "%s: cannot be locked, as two trainings in one folder would spoil it: %s; take a folder on a disk that knows locks"
              .formatted(folder.resolve(NAME), e.getMessage()),
          e);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HOLDER);
    channel.read(bytes, 0);
    String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    return text.isBlank() ? "another process" : text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
