package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Content of a CSV file of faces: a header, then a line for each face with the same number of
 * fields.
 *
 * @param header the first line's fields, except columns that only number the lines
 * @param lines all other lines
 */
record CsvList(Path file, List<String> header, List<ListLine> lines) {

  /**
   * Reads a file.
   *
   * @param mistakes receives the error of each line of another length; the line is left out unless
   *     this throws
   * @throws BadDataException if it cannot be read or has no line
   */
  static CsvList read(Path file, Consumer<BadDataException> mistakes) {
    List<CsvHeader> header = new ArrayList<>();
    List<ListLine> lines = new ArrayList<>();
    BoundedLines.forEach(
        file,
        (text, number) -> {
          if (header.isEmpty()) {
            header.add(CsvHeader.of(file, text, number));
            return;
          }
          try {
            lines.add(header.get(0).line(file, text, number));
          } catch (BadDataException e) {
            mistakes.accept(e);
          }
        });
    if (lines.isEmpty()) {
      throw new BadDataException(file, "holds no face");
    }
    return new CsvList(file, header.get(0).names(), lines);
  }

  /** Reads a file; the first error ends the reading. */
  static CsvList read(Path file) {
    return read(
        file,
        mistake -> {
          throw mistake;
        });
  }

  /** The first line's fields; empty if the file is not text or has no line. */
  static List<String> headerOf(Path file) {
    List<String> header = new ArrayList<>();
    try {
      BoundedLines.forEach(
          file,
          (text, number) -> {
            header.addAll(CsvHeader.of(file, text, number).names());
            throw new Found();
          });
    } catch (Found e) {
      return header;
    } catch (BadDataException e) {
      // Not text or not CSV, so without a header.
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

  /** The CSV files of a folder whose header has some form, in order of their names. */
  static List<Path> in(Path folder, Predicate<List<String>> form) {
    return DataSetFolder.files(folder, ".csv", file -> form.test(headerOf(file)));
  }

  /**
   * The CSV files of a folder whose header has some form.
   *
   * @param expected the form, for the error message
   * @throws BadDataException if there are CSV files, but none with such a header
   */
  static List<Path> in(Path folder, Predicate<List<String>> form, String expected) {
    List<Path> lists = in(folder, form);
    if (lists.isEmpty()) {
      in(folder, header -> !header.isEmpty()).stream()
          .findFirst()
          .ifPresent(
              other -> {
                throw wrongHeader(other, headerOf(other), expected);
              });
    }
    return lists;
  }

  /** The error of a file that has another header. */
  static BadDataException wrongHeader(Path file, List<String> header, String expected) {
    return new BadDataException(
        file,
        1,
        "the header must be %s, but is '%s'"
            .formatted(expected, BadDataException.shown(String.join(",", header))));
  }
}
