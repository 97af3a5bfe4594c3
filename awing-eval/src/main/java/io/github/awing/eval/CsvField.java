package io.github.awing.eval;

/** One field of a CSV file, as RFC 4180 writes it. */
public final class CsvField {

  private CsvField() {}

  /** In quotes where it needs them. */
  public static String of(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
