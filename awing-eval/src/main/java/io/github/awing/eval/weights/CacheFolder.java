package io.github.awing.eval.weights;

import com.sun.jna.Platform;
import java.nio.file.Path;

/** Where programs keep what they can make again. */
final class CacheFolder {

  private CacheFolder() {}

  /** This user's, by the habits of the operating system; it may not be there. */
  static Path ofUser() {
    String home = System.getProperty("user.home");
    String told = System.getenv(Platform.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    Path caches =
        told != null && !told.isEmpty()
            ? Path.of(told)
            : Platform.isWindows()
                ? Path.of(home, "AppData", "Local")
                : Platform.isMac() ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
    return caches.resolve("awing");
  }
}
