package io.github.awing.model;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file is no checkpoint, or a damaged one, or one of another version. The message is one line for
 * the person who named the file.
 */
public class CheckpointException extends RuntimeException {

  private static final int LONGEST = 2000;

  /** Control characters, line ends of any kind, and what turns the direction of writing. */
  private static final Pattern NOT_SHOWN =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /** Says what is wrong with the file. */
  public CheckpointException(Path file, String what) {
    super(shown(file + ": " + what));
  }

  /** Says what is wrong with the file, and what was found underneath. */
  public CheckpointException(Path file, String what, Throwable cause) {
    super(shown(file + ": " + what), cause);
  }

  /** Words of a file or its name must neither steer the terminal nor fill it. */
  private static String shown(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return NOT_SHOWN.matcher(start).replaceAll("�");
  }
}
