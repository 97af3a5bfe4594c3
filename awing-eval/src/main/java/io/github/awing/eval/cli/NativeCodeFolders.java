package io.github.awing.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Chooses the folders into which native code is unpacked before it is loaded. JavaCPP uses the
 * user's home; JNA, whose code is not kept, the folder of temporary files. If code cannot run from
 * one of the two, both use the other.
 */
final class NativeCodeFolders {

  static final String CURE =
      "give java -Dorg.bytedeco.javacpp.cachedir=DIR -Djna.tmpdir=DIR, a folder where they can";

  private static final String JAVACPP = "org.bytedeco.javacpp.cachedir";
  private static final String JNA = "jna.tmpdir";

  private NativeCodeFolders() {}

  /**
   * Chooses the folders; call this before JavaCPP or JNA is used. The user's system properties take
   * precedence.
   */
  static void choose() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (System.getProperty(JAVACPP) == null
        && System.getProperty("org.bytedeco.javacpp.cacheDir") == null
        && !isUsable(home())) {
      Path instead = temporary.resolve(".javacpp-" + System.getProperty("user.name"));
      if (isUsable(instead)) {
        System.setProperty(JAVACPP, instead.toString());
      }
    }
    if (System.getProperty(JNA) == null) {
      Stream.of(temporary, Path.of(folder()))
          .filter(NativeCodeFolders::isUsable)
          .findFirst()
          .ifPresent(folder -> System.setProperty(JNA, folder.toString()));
    }
  }

  /** The folder into which JavaCPP unpacks. */
  static String folder() {
    return System.getProperty(
        "org.bytedeco.javacpp.cacheDir", System.getProperty(JAVACPP, home().toString()));
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"), ".javacpp", "cache");
  }

  /** Whether the folder is writable and programs can run from it. */
  private static boolean isUsable(Path folder) {
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, "awing", ".probe");
      try {
        // On a mount with noexec, no file is executable, whatever its mode.
        return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
