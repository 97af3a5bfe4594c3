package io.github.awing.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads kernels from resources and replaces their includes by the included files. */
final class KernelSource {

  private static final Pattern INCLUDE = Pattern.compile("#include \"([a-z_]+\\.cuh)\"\n");

  private KernelSource() {}

  /**
   * Returns the whole text of a file.
   *
   * @param name such as {@code pool}
   */
  static String of(String name) {
    Matcher matcher = INCLUDE.matcher(read(name + ".cu"));
    return matcher.replaceAll(found -> Matcher.quoteReplacement(read(found.group(1)) + "\n"));
  }

  private static String read(String file) {
    try (InputStream stream = KernelSource.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no kernel file " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
