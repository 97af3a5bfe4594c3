package io.github.awing.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A CSV file of faces: a header, then a line for each face with as many fields.
 *
 * @param header the first line's fields
 * @param lines all others
 */
record CsvList(Path file, List<String> header, List<ListLine> lines) {

  private static final ObjectReader FIELDS = new CsvMapper().readerFor(String[].class);

  /**
   * Reads all of it.
   *
   * @throws BadDataException if it cannot be read, has no line, or lines of other lengths
   */
  static CsvList read(Path file) {
    List<String> header = new ArrayList<>();
    List<ListLine> lines = new ArrayList<>();
    BoundedLines.forEach(
        file,
        (text, number) -> {
          String[] fields = fields(file, text, number);
          if (header.isEmpty()) {
            header.addAll(List.of(fields));
          } else if (fields.length == header.size()) {
            lines.add(new ListLine(file, number, fields));
          } else {
            throw new BadDataException(
                file,
                number,
                "%d fields, but the header has %d".formatted(fields.length, header.size()));
          }
        });
    if (lines.isEmpty()) {
      throw new BadDataException(file, "holds no face");
    }
    return new CsvList(file, List.copyOf(header), lines);
  }

  /** The first line's fields; empty if it is no text or has no line. */
  static List<String> headerOf(Path file) {
    List<String> header = new ArrayList<>();
    try {
      BoundedLines.forEach(
          file,
          (text, number) -> {
            header.addAll(List.of(fields(file, text, number)));
            throw new Found();
          });
    } catch (Found e) {
      return header;
    } catch (BadDataException e) {
      // No text, or no CSV: then it has no header either.
      return List.of();
    }
    return header;
  }

  /** Ends the reading after the first line. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Found() {
      super(null, null, false, false);
    }
  }

  /** The CSV files of a folder whose header is of some form, in order of their names. */
  static List<Path> in(Path folder, Predicate<List<String>> form) {
    return DataSetFolder.files(folder, ".csv", file -> form.test(headerOf(file)));
  }

  private static String[] fields(Path file, String text, int number) {
    try {
      return FIELDS.readValue(text);
    } catch (JsonProcessingException e) {
      throw new BadDataException(file, number, "is no line of CSV: a quote does not end");
    }
  }
}
