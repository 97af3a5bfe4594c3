package io.github.awing.eval.weights;

import com.sun.jna.Platform;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where programs keep what they can make again. */
final class CacheFolder {

  private CacheFolder() {}

  /** This user's, by the habits of the operating system; it may not be there. */
  static Path ofUser() {
    return of(System.getProperty("user.home"), System.getenv());
  }

  /** As the environment says, unless that is no absolute path; or else below the home folder. */
  static Path of(String home, Map<String, String> environment) {
    String told = environment.get(Platform.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    return absolute(told).orElseGet(() -> usual(home)).resolve("awing");
  }

  private static Path usual(String home) {
    if (Platform.isWindows()) {
      return Path.of(home, "AppData", "Local");
    }
    return Platform.isMac() ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
  }

  /** The XDG specification has relative paths ignored. */
  private static Optional<Path> absolute(String path) {
    try {
      return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
