package io.github.awing.model;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Thrown if a file is not a checkpoint, is damaged, or has another version. The message is one line
 * for the user who named the file.
 */
public class CheckpointException extends RuntimeException {

  private static final int LONGEST = 2000;

  /**
   * Control characters, line ends of any kind, and characters that change the direction of writing.
   */
  private static final Pattern NOT_SHOWN =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /** Reports an error of the file. */
  public CheckpointException(Path file, String what) {
    super(shown(file + ": " + what));
  }

  /** Reports an error of the file and its cause. */
  public CheckpointException(Path file, String what, Throwable cause) {
    super(shown(file + ": " + what), cause);
  }

  /**
   * Makes text from a file or its name safe to print: it must not control the terminal or fill it.
   */
  private static String shown(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return NOT_SHOWN.matcher(start).replaceAll("�");
  }
}
