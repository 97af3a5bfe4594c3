package io.github.awing.cuda;

/** Formats texts from other programs for messages of one line. */
final class OneLine {

  private OneLine() {}

  /** The same text without line breaks. */
  static String of(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
