package io.github.awing.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
          .filter(Files::isRegularFile)
          .filter(file -> form.test(headerOf(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadDataException(folder, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * The one list that is meant: there is only one, or only one is called like the split.
   *
   * @throws BadDataException if there is none, or it cannot be told
   */
  static Path ofSplit(Path folder, List<Path> lists, Split split) {
    if (lists.size() == 1) {
      return lists.get(0);
    }
    List<String> words = split == Split.TRAIN ? List.of("train") : List.of("test", "valid");
    for (String word : words) {
      List<Path> called = lists.stream().filter(list -> stem(list).endsWith(word)).toList();
      if (called.size() == 1) {
        return called.get(0);
      }
    }
    throw new BadDataException(
        folder,
        lists.isEmpty()
            ? "holds no .csv file of this form"
            : "holds several lists (%s), of which none is called like %s"
                .formatted(
                    lists.stream()
                        .map(list -> list.getFileName().toString())
                        .collect(Collectors.joining(", ")),
                    String.join(" or ", words)));
  }

  private static String stem(Path list) {
    String name = list.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String[] fields(Path file, String text, int number) {
    try {
      return FIELDS.readValue(text);
    } catch (JsonProcessingException e) {
      throw new BadDataException(file, number, "is no line of CSV: a quote does not end");
    }
  }
}
