package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Formats of face data sets. */
public enum DataSetFormat {
  /**
   * WFLW's folders and lists: a line for each face with 98 landmarks, a rectangle and six
   * attributes.
   */
  WFLW("wflw") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return WflwReader.read(folder);
    }
  },
  /** A folder of pictures, each with an iBUG {@code .pts} file of the same name beside it. */
  PTS("pts") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return PtsReader.read(folder);
    }
  },
  /** HRNet's lists: a line for each face with a scale, a centre and the landmarks. */
  HRNET_CSV("hrnet-csv") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return HrnetCsvReader.read(folder);
    }
  },
  /** A list with a picture's name and its landmarks in each line, 0-based. */
  CSV("csv") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return CsvReader.read(folder);
    }
  },
  /** JSON in the format of COCO's keypoints, in which mmpose provides face data sets. */
  COCO("coco") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return CocoReader.read(folder);
    }
  },
  /**
   * COFW's {@code .mat} files, which also hold the pictures, with COFW68's landmarks beside them.
   */
  COFW("cofw") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return CofwReader.read(folder);
    }
  },
  /** AFLW's pictures with the 19 landmarks of {@code AFLWinfo_release.mat}. */
  AFLW("aflw") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return AflwReader.read(folder);
    }
  };

  private static final List<String> GUESSED = List.of("lapa-106", "mtfl-5");

  private final String word;

  DataSetFormat(String word) {
    this.word = word;
  }

  /** Name of the format on the command line. */
  public String word() {
    return word;
  }

  abstract FaceDataSet read(DataSetFolder folder);

  /**
   * Reads a folder's lists; the pictures are not opened yet.
   *
   * @param folder of the data set
   * @param split part to read; a format without parts returns all faces for training and for
   *     testing
   * @throws BadDataException if the folder is not in this format or has no such part, or a file in
   *     it is damaged
   */
  public FaceDataSet read(Path folder, Split split) {
    return read(folder, DataSetRequest.of(split));
  }

  /**
   * Reads a folder's lists with the landmarks of a chosen scheme: the data set's own, a scheme that
   * the data set's contains, or a user's scheme with the same number of landmarks.
   *
   * @throws BadDataException if the folder is not in this format or has no such part, or a file in
   *     it is damaged
   * @throws IllegalArgumentException if the data set has other landmarks
   */
  public FaceDataSet read(Path folder, Split split, LandmarkScheme scheme) {
    return read(folder, DataSetRequest.of(split).with(scheme));
  }

  /**
   * Reads a folder's lists as requested.
   *
   * @throws BadDataException if the folder is not in this format or has no such part, a file in it
   *     is damaged, or the request's receiver of mistakes throws them
   * @throws IllegalArgumentException if the landmarks are not of the requested scheme
   */
  public FaceDataSet read(Path folder, DataSetRequest request) {
    List<LandmarkScheme> known = new ArrayList<>(request.scheme().stream().toList());
    LandmarkScheme.NAMES.stream()
        .filter(name -> known.stream().noneMatch(scheme -> scheme.name().equals(name)))
        .map(LandmarkScheme::named)
        .forEach(known::add);
    FaceDataSet all = read(new DataSetFolder(folder, request, known));
    return request.scheme().map(all::as).orElseGet(() -> withNoteOnGuess(all));
  }

  /**
   * Adds a note if the scheme was guessed by the count, since other orders exist for two of the
   * counts.
   */
  private static FaceDataSet withNoteOnGuess(FaceDataSet all) {
    return GUESSED.contains(all.scheme().name())
        ? all.withNote(
            "%d landmarks of a face are read as those of %s; --scheme FILE sets another scheme"
                .formatted(all.scheme().count(), all.scheme().name()))
        : all;
  }

  /**
   * The format of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
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
   * Guesses a folder's format.
   *
   * @throws BadDataException if it fits no format
   */
  public static DataSetFormat guess(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder, "there is no such folder");
    }
    if (WflwReader.isWflw(folder)) {
      return WFLW;
    }
    if (CofwReader.isCofw(folder)) {
      return COFW;
    }
    if (AflwReader.isAflw(folder)) {
      return AFLW;
    }
    if (!CsvList.in(folder, HrnetCsvReader::isHeader).isEmpty()) {
      return HRNET_CSV;
    }
    if (!CsvList.in(folder, CsvReader::isHeader).isEmpty()) {
      return CSV;
    }
    if (!CocoReader.lists(folder).isEmpty()) {
      return COCO;
    }
    if (PtsReader.holdsPoints(folder)) {
      return PTS;
    }
    // A list with a wrong header only is reported as such.
    CsvList.in(folder, header -> false, CsvReader.HEADER + ", or " + HrnetCsvReader.HEADER);
    throw new BadDataException(
        folder,
        "holds no data set of a known form (%s); see docs/data.md for what each looks like"
            .formatted(words()));
  }

  private static String words() {
    return Arrays.stream(values()).map(DataSetFormat::word).collect(Collectors.joining(", "));
  }
}
