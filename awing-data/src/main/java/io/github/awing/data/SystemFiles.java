package io.github.awing.data;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Files that an operating system puts beside a user's, unasked: macOS's {@code ._name} beside every
 * {@code name}, its {@code __MACOSX} folder in archives, and the folder's looks. They may have a
 * list's or a picture's extension, and are neither.
 */
public final class SystemFiles {

  private static final Set<String> NAMES = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

  private SystemFiles() {}

  /** Whether a file is one of them. */
  public static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("._")
        || NAMES.contains(name)
        || StreamSupport.stream(file.spliterator(), false)
            .anyMatch(part -> part.toString().equals("__MACOSX"));
  }
}
