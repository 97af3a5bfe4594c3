package io.github.awing.cuda;

/** Texts of others, for messages of one line. */
final class OneLine {

  private OneLine() {}

  /** The same words without line breaks. */
  static String of(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
