package io.github.awing.eval;

/** Writes a field of a CSV file by RFC 4180. */
public final class CsvField {

  private CsvField() {}

  /** Quotes the text where necessary. */
  public static String of(String text) {
    return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
