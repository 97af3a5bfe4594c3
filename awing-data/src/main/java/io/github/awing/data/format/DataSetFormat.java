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

/** The forms in which face data sets come. */
public enum DataSetFormat {
  /** WFLW's folders and lists: 98 landmarks, a rectangle and six attributes a line. */
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
  /** HRNet's lists: a scale, a centre and the landmarks a line. */
  HRNET_CSV("hrnet-csv") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return HrnetCsvReader.read(folder);
    }
  },
  /** A picture's name and its landmarks a line, 0-based. */
  CSV("csv") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return CsvReader.read(folder);
    }
  },
  /** JSON in the form of COCO's keypoints, as mmpose ships face data sets. */
  COCO("coco") {
    @Override
    FaceDataSet read(DataSetFolder folder) {
      return CocoReader.read(folder);
    }
  },
  /** COFW's {@code .mat} files, which hold the pictures too; COFW68's landmarks beside them. */
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

  /** The word that names the form on the command line. */
  public String word() {
    return word;
  }

  abstract FaceDataSet read(DataSetFolder folder);

  /**
   * Reads what the folder holds; the pictures themselves are not opened yet.
   *
   * @param folder of the data set
   * @param split which part is meant; a form without parts gives everything for training and
   *     testing
   * @throws BadDataException if the folder does not hold this form or has no such part, or a file
   *     in it is damaged
   */
  public FaceDataSet read(Path folder, Split split) {
    return read(folder, DataSetRequest.of(split));
  }

  /**
   * Reads what the folder holds, with the landmarks of a chosen scheme: the data set's own, one
   * that the data set's converts to, or a user's with as many landmarks.
   *
   * @throws BadDataException if the folder does not hold this form or has no such part, or a file
   *     in it is damaged
   * @throws IllegalArgumentException if the data set has other landmarks
   */
  public FaceDataSet read(Path folder, Split split, LandmarkScheme scheme) {
    return read(folder, DataSetRequest.of(split).with(scheme));
  }

  /**
   * Reads what is wanted of the folder.
   *
   * @throws BadDataException if the folder does not hold this form or has no such part, a file in
   *     it is damaged, or whoever is told of mistakes throws them
   * @throws IllegalArgumentException if another scheme is wanted than the landmarks'
   */
  public FaceDataSet read(Path folder, DataSetRequest request) {
    List<LandmarkScheme> known = new ArrayList<>(request.scheme().stream().toList());
    LandmarkScheme.NAMES.stream()
        .filter(name -> known.stream().noneMatch(scheme -> scheme.name().equals(name)))
        .map(LandmarkScheme::named)
        .forEach(known::add);
    FaceDataSet all = read(new DataSetFolder(folder, request, known));
    return request.scheme().map(all::as).orElseGet(() -> saying(all));
  }

  /** Of two counts there are other orders about, so that a guess by the count is told. */
  private static FaceDataSet saying(FaceDataSet all) {
    return GUESSED.contains(all.scheme().name())
        ? all.noting(
            "%d landmarks a face are taken for those of %s; --scheme FILE tells of others"
                .formatted(all.scheme().count(), all.scheme().name()))
        : all;
  }

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
    // A list whose header alone is wrong is what was meant.
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
