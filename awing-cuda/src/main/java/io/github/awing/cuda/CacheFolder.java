package io.github.awing.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Folder that caches results that take long to compute. Files that are missing, damaged or
 * unreadable count as absent; results that cannot be written are not cached.
 *
 * <p>Safe for several threads and processes, because files are written atomically.
 */
final class CacheFolder {

  private final Path folder;

  CacheFolder(Path folder) {
    this.folder = folder;
  }

  /** The user's cache folder. */
  static CacheFolder ofUser() {
    return new CacheFolder(
        usual(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv()));
  }

  /**
   * The place of a user's cache folder: the operating system's setting, or else a folder in the
   * home folder.
   */
  static Path usual(String system, String home, Map<String, String> environment) {
    boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
    String variable = windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    return absolute(environment.get(variable))
        .orElseGet(() -> Path.of(home).resolve(windows ? "AppData/Local" : ".cache"))
        .resolve("awing")
        .resolve("cuda");
  }

  /** The content cached under a name, unless it is damaged. */
  Optional<byte[]> read(String name) {
    try {
      byte[] file = Files.readAllBytes(folder.resolve(name));
      if (file.length < Digest.BYTES) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOfRange(file, Digest.BYTES, file.length);
      byte[] said = Arrays.copyOf(file, Digest.BYTES);
      return Arrays.equals(said, digest(name, content)) ? Optional.of(content) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Caches content under a name, if the folder can be written. */
  void write(String name, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path other = Files.createTempFile(folder, name, ".tmp");
      try {
        byte[] digest = digest(name, content);
        byte[] file = Arrays.copyOf(digest, digest.length + content.length);
        System.arraycopy(content, 0, file, digest.length, content.length);
        Files.write(other, file);
        Files.move(other, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(other);
      }
    } catch (IOException e) {
      // Not cached; the result is computed again next time.
    }
  }

  /** Covers the name too, so that a file with a wrong name counts as damaged. */
  private static byte[] digest(String name, byte[] content) {
    return new Digest().add(name).add(content).bytes();
  }

  /** The XDG specification says that relative paths in a variable must be ignored. */
  private static Optional<Path> absolute(String path) {
    try {
      return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
