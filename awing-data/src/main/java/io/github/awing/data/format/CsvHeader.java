package io.github.awing.data.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.awing.data.BadDataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Header line of a CSV file, which determines how the other lines are parsed: the separator (a
 * comma, a semicolon or a tab), and columns to leave out because they only number the lines, as
 * pandas and spreadsheets write them. Blanks around fields are dropped.
 *
 * @param names of the columns that are read
 */
record CsvHeader(List<String> names, ObjectReader reader, int columns, int leftOut) {

  private static final CsvMapper CSV =
      CsvMapper.csvBuilder().enable(CsvParser.Feature.TRIM_SPACES).build();
  private static final String SEPARATORS = ",;\t";
  private static final Pattern NUMBERING = Pattern.compile("|index|Unnamed: [\\d.]+");

  static CsvHeader of(Path file, String text, int number) {
    char separator = separator(text);
    ObjectReader reader =
        CSV.readerFor(String[].class).with(CsvSchema.emptySchema().withColumnSeparator(separator));
    List<String> all = List.of(fields(reader, file, text, number));
    int first = 0;
    while (first < all.size() - 1 && NUMBERING.matcher(all.get(first)).matches()) {
      first++;
    }
    // Some programs end every line with a separator.
    int last = all.size() > first + 1 && all.get(all.size() - 1).isEmpty() ? 1 : 0;
    return new CsvHeader(all.subList(first, all.size() - last), reader, all.size(), first);
  }

  /** Parses another line of the file. */
  ListLine line(Path file, String text, int number) {
    String[] fields = fields(reader, file, text, number);
    if (fields.length != columns) {
      throw new BadDataException(
          file, number, "%d fields, but the header has %d".formatted(fields.length, columns));
    }
    int end = leftOut + names.size();
    if (end < columns && !fields[end].isEmpty()) {
      throw new BadDataException(
          file,
          number,
          "field %d is '%s', but the header has no name for it"
              .formatted(end + 1, BadDataException.shown(fields[end])));
    }
    return new ListLine(file, number, Arrays.copyOfRange(fields, leftOut, end), leftOut);
  }

  /** The most frequent separator of the line; names of columns contain none. */
  private static char separator(String text) {
    char found = ',';
    for (char separator : SEPARATORS.toCharArray()) {
      if (count(text, separator) > count(text, found)) {
        found = separator;
      }
    }
    return found;
  }

  private static long count(String text, char separator) {
    return text.chars().filter(c -> c == separator).count();
  }

  private static String[] fields(ObjectReader reader, Path file, String text, int number) {
    try {
      String[] fields = reader.readValue(text);
      return fields;
    } catch (JsonProcessingException e) {
      throw new BadDataException(file, number, "is no line of CSV: a quote does not end");
    }
  }
}
