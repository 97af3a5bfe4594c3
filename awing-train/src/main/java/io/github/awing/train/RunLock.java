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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lock of a run folder: one training writes into it at a time. It is the operating system's lock on
 * the file {@code .lock}. It ends with the process, even if that is killed, and holds between
 * machines if the network disk supports locks. The file stays: if it were deleted, a second
 * training could lock a new one.
 *
 * <p>POSIX ends a process's locks of a file when it closes the first of its channels. So the
 * process remembers the folders that it has locked by name, and does not open their files again.
 */
public final class RunLock implements AutoCloseable {

  private static final String NAME = ".lock";

  /** Byte that is locked, far behind the file's text: Windows forbids to read locked bytes. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  private static final int LONGEST_HOLDER = 200;

  /** Real paths of the folders that this process has locked. */
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

  private final Path real;
  private final FileChannel channel;

  private RunLock(Path real, FileChannel channel) {
    this.real = real;
    this.channel = channel;
  }

  /**
   * Locks a folder, and makes it if need be.
   *
   * @throws IllegalArgumentException if a training holds the lock; the message names it
   * @throws IOException if the folder cannot be written, or its disk knows no locks
   */
  public static RunLock of(Path folder) throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    if (!MINE.add(real)) {
      throw locked(folder, thisProcess());
    }
    try {
      return new RunLock(real, lockedChannel(folder));
    } catch (IOException | RuntimeException e) {
      MINE.remove(real);
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (!isLocked(folder, channel)) {
        throw locked(folder, holder(channel));
      }
      byte[] mine = thisProcess().getBytes(StandardCharsets.UTF_8);
      channel.truncate(0).write(ByteBuffer.wrap(mine), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IllegalArgumentException locked(Path folder, String holder) {
    return new IllegalArgumentException(
        "%s: a training writes into this folder, %s; wait for its end, or stop it"
            .formatted(folder, holder));
  }

  private static boolean isLocked(Path folder, FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      // The same folder under another real path, as a mount gives it.
      return false;
    } catch (IOException e) {
      throw new IOException(
          "%s: cannot be locked against a second training: %s; give a folder on a disk that knows locks"
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

  private static String thisProcess() {
    return "process %d on %s".formatted(ProcessHandle.current().pid(), host());
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
    // Closed once more, it must not end the lock that another training has by now.
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        MINE.remove(real);
      }
    }
  }
}
