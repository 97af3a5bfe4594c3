package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A CSV file of faces: a header, then a line for each face with as many fields.
 *
 * @param header the first line's fields, but for columns that only number the lines
 * @param lines all others
 */
record CsvList(Path file, List<String> header, List<ListLine> lines) {

  /**
   * Reads all of it.
   *
   * @param mistakes told of each line of another length, which is left out if it throws nothing
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

  /** Reads all of it; the first mistake ends the reading. */
  static CsvList read(Path file) {
    return read(
        file,
        mistake -> {
          throw mistake;
        });
  }

  /** The first line's fields; empty if it is no text or has no line. */
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

  /**
   * The CSV files of a folder whose header is of some form.
   *
   * @param expected the form, for people
   * @throws BadDataException if none is, but there are CSV files of other forms
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

  /** What is wrong with a file that has another header. */
  static BadDataException wrongHeader(Path file, List<String> header, String expected) {
    return new BadDataException(
        file,
        1,
        "the header must be %s, but is '%s'"
            .formatted(expected, BadDataException.shown(String.join(",", header))));
  }
}
