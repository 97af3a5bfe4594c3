package io.github.awing.data;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Thrown if a user's file or folder does not have the expected content. The message is one line for
 * the user: what is wrong, where, and what is expected.
 */
public class BadDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 1000;

  private static final int LONGEST_QUOTE = 60;

  /**
   * Control characters, line ends of any kind, and characters that change the direction of writing.
   */
  private static final Pattern NOT_SHOWN =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  private final String file;
  private final long line;
  private final String what;

  /** Reports an error of a file or folder as a whole. */
  public BadDataException(Path file, String what) {
    this(file.toString(), 0, what);
  }

  /** Reports an error at a line, counted from 1. */
  public BadDataException(Path file, long line, String what) {
    this(file.toString(), line, what);
  }

  /** Reports an error of a picture. */
  public BadDataException(PictureSource picture, String what) {
    this(picture.toString(), 0, what);
  }

  /** Reports an error at a place that is given as text, for instance file and face. */
  public static BadDataException at(String place, String what) {
    return new BadDataException(place, 0, what);
  }

  private BadDataException(String file, long line, String what) {
    super(printable(file) + (line == 0 ? "" : ":" + line) + ": " + printable(what));
    this.file = printable(file);
    this.line = line;
    this.what = printable(what);
  }

  /**
   * Makes text from a file or its name safe to print: it must not control the terminal or fill it.
   */
  private static String printable(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return NOT_SHOWN.matcher(start).replaceAll("�");
  }

  /**
   * The start of a text from a user's file, to quote in a message: one line of at most 60
   * characters and an ellipsis. A replacement character stands for each character that cannot be
   * shown.
   */
  public static String shown(String text) {
    String start = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    return start.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "�");
  }

  /** The file, folder or picture. */
  public String file() {
    return file;
  }

  /** The line, counted from 1; 0 if the error is not at a single line. */
  public long line() {
    return line;
  }

  /** The error, without the place. */
  public String what() {
    return what;
  }
}
