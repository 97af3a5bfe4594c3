package io.github.awing.model.pytorch;

/** Makes a name from a file printable: one short line without control characters. */
final class Printable {

  private static final int LONGEST = 80;

  private Printable() {}

  static String of(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7E]", "?");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }
}
