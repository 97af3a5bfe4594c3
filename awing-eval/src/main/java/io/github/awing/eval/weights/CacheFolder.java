package io.github.awing.eval.weights;

import com.sun.jna.Platform;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the user's cache folder, for files that can be made again. */
final class CacheFolder {

  private CacheFolder() {}

  /** The folder of this user, by the conventions of the operating system; it may not exist. */
  static Path ofUser() {
    return of(System.getProperty("user.home"), System.getenv());
  }

  /** The folder that the environment names by an absolute path, else one in the home folder. */
  static Path of(String home, Map<String, String> environment) {
    String named = environment.get(Platform.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    return absolute(named).orElseGet(() -> usual(home)).resolve("awing");
  }

  private static Path usual(String home) {
    if (Platform.isWindows()) {
      return Path.of(home, "AppData", "Local");
    }
    return Platform.isMac() ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
  }

  /** Ignores relative paths, as the XDG specification requires. */
  private static Optional<Path> absolute(String path) {
    try {
      return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
