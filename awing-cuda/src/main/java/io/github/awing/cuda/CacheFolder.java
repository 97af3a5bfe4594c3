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
 * A folder for what took long to find out, and can be found out again. What is missing, damaged or
 * cannot be read is not there; what cannot be written is left out.
 *
 * <p>Safe for several threads and processes: a file appears whole or not at all.
 */
final class CacheFolder {

  private final Path folder;

  CacheFolder(Path folder) {
    this.folder = folder;
  }

  /** The user's own. */
  static CacheFolder ofUser() {
    return new CacheFolder(
        usual(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv()));
  }

  /** Where a user's lies: where the system says, or else in the home folder. */
  static Path usual(String system, String home, Map<String, String> environment) {
    boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
    String variable = windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    return absolute(environment.get(variable))
        .orElseGet(() -> Path.of(home).resolve(windows ? "AppData/Local" : ".cache"))
        .resolve("awing")
        .resolve("cuda");
  }

  /** What was kept under a name, unless it is damaged. */
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

  /** Keeps something under a name, if the folder can be written to. */
  void write(String name, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path other = Files.createTempFile(folder, name, ".tmp");
      try {
        byte[] digest = digest(name, content);
        byte[] file = Arrays.copyOf(digest, digest.length + content.length);
        System.arraycopy(content, 0, file, digest.length, content.length);
        Files.write(other, file);
        Files.move(other, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(other);
      }
    } catch (IOException e) {
      // Found out again next time.
    }
  }

  /** Covers the name too: a file under a wrong one counts as damaged. */
  private static byte[] digest(String name, byte[] content) {
    return new Digest().add(name).add(content).bytes();
  }

  /** A relative path of a variable is to be ignored, says the XDG specification. */
  private static Optional<Path> absolute(String path) {
    try {
      return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
