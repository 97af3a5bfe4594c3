package io.github.awing.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The forms in which face data sets come. */
public enum DataSetFormat {
  /** WFLW's folders and lists: 98 landmarks, a rectangle and six attributes a line. */
  WFLW("wflw") {
    @Override
    public FaceDataSet read(Path folder, Split split) {
      return WflwReader.read(folder, split);
    }
  },
  /** A folder of pictures, each with an iBUG {@code .pts} file of the same name beside it. */
  PTS("pts") {
    @Override
    public FaceDataSet read(Path folder, Split split) {
      return PtsReader.read(folder);
    }
  },
  /** HRNet's lists: a scale, a centre and the landmarks a line. */
  HRNET_CSV("hrnet-csv") {
    @Override
    public FaceDataSet read(Path folder, Split split) {
      return HrnetCsvReader.read(folder, split);
    }
  },
  /** A picture's name and its landmarks a line, 0-based. */
  CSV("csv") {
    @Override
    public FaceDataSet read(Path folder, Split split) {
      return CsvReader.read(folder, split);
    }
  };

  private final String word;

  DataSetFormat(String word) {
    this.word = word;
  }

  /** The word that names the form on the command line. */
  public String word() {
    return word;
  }

  /**
   * Reads what the folder holds; the pictures themselves are not opened yet.
   *
   * @param folder of the data set
   * @param split which part is meant; a form without parts gives everything for each
   * @throws BadDataException if the folder does not hold this form, or a file in it is damaged
   */
  public abstract FaceDataSet read(Path folder, Split split);

  /**
   * The form of that word.
   *
   * @throws IllegalArgumentException if there is none; the message lists the words
   */
  public static DataSetFormat ofWord(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no data set format '" + word + "'; there are " + words()));
  }

  /**
   * The form that a folder seems to hold.
   *
   * @throws BadDataException if it holds none of them
   */
  public static DataSetFormat guess(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder, "there is no such folder");
    }
    if (Files.isDirectory(folder.resolve(WflwReader.LISTS))) {
      return WFLW;
    }
    if (!CsvList.in(folder, HrnetCsvReader::isHeader).isEmpty()) {
      return HRNET_CSV;
    }
    if (!CsvList.in(folder, CsvReader::isHeader).isEmpty()) {
      return CSV;
    }
    if (PtsReader.holdsPoints(folder)) {
      return PTS;
    }
    throw new BadDataException(
        folder,
        "holds neither %s (format wflw), nor any .pts file (format pts), nor a .csv file whose header is that of format hrnet-csv or csv"
            .formatted(WflwReader.LISTS));
  }

  private static String words() {
    return Arrays.stream(values()).map(DataSetFormat::word).collect(Collectors.joining(", "));
  }
}
