package io.github.awing.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where native code is unpacked before it is loaded: JavaCPP's in the user's home, JNA's in the
 * folder of temporary files, as it goes at once. Programs may not run from everywhere; where one of
 * the two does not do, the other is taken for both.
 */
final class UnpackedCode {

  static final String CURE =
      "give java -Dorg.bytedeco.javacpp.cachedir=DIR -Djna.tmpdir=DIR, a folder where they can";

  private static final String JAVACPP = "org.bytedeco.javacpp.cachedir";
  private static final String JNA = "jna.tmpdir";

  private UnpackedCode() {}

  /** Chooses, before either is used; what the user's system properties say is kept. */
  static void choose() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    if (System.getProperty(JAVACPP) == null
        && System.getProperty("org.bytedeco.javacpp.cacheDir") == null
        && !lets(home())) {
      Path instead = temporary.resolve(".javacpp-" + System.getProperty("user.name"));
      if (lets(instead)) {
        System.setProperty(JAVACPP, instead.toString());
      }
    }
    if (System.getProperty(JNA) == null) {
      Stream.of(temporary, Path.of(folder()))
          .filter(UnpackedCode::lets)
          .findFirst()
          .ifPresent(folder -> System.setProperty(JNA, folder.toString()));
    }
  }

  /** Where JavaCPP unpacks. */
  static String folder() {
    return System.getProperty(
        "org.bytedeco.javacpp.cacheDir", System.getProperty(JAVACPP, home().toString()));
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"), ".javacpp", "cache");
  }

  /** Whether a folder can be written to, and programs can run from it. */
  private static boolean lets(Path folder) {
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, "awing", ".probe");
      try {
        // Where mounts forbid it, the file is none that can be executed, whatever its mode.
        return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
