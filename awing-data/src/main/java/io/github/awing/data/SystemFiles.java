package io.github.awing.data;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Recognises files that operating systems add to a user's folders: macOS's {@code ._name} beside
 * every {@code name}, its {@code __MACOSX} folder in archives, and files of folder settings. They
 * may have the extension of a list or a picture, but are neither.
 */
public final class SystemFiles {

  private static final Set<String> NAMES = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

  private SystemFiles() {}

  /** Whether a file is such a file. */
  public static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("._")
        || NAMES.contains(name)
        || StreamSupport.stream(file.spliterator(), false)
            .anyMatch(part -> part.toString().equals("__MACOSX"));
  }
}
