package io.github.awing.eval.cli;

import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.format.BoxChoice;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.format.DataSetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * The options of commands that read a data set: {@code --data}, {@code --format}, {@code --scheme},
 * {@code --face-boxes} and {@code --detector}.
 */
public final class DataSetOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "the data set's folder")
  private Path folder;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "wflw, pts, cofw, aflw, coco, hrnet-csv or csv; guessed from the folder when left out")
  private String format;

  @Option(
      names = "--scheme",
      paramLabel = "NAME|FILE",
      description =
          "landmarks: wflw-98, 300w-68, cofw-29, aflw-19, lapa-106, mtfl-5, or a YAML file; the"
              + " checkpoint's or the data set's when left out. 300w-68 takes the 68 among the 98 of"
              + " WFLW")
  private String scheme;

  /** Sources of the faces' boxes. */
  private enum Boxes {
    given,
    landmarks
  }

  @ArgGroup private BoxSource boxSource = new BoxSource();

  /** Either option, or neither. */
  private static final class BoxSource {
    @Option(
        names = "--face-boxes",
        paramLabel = "SOURCE",
        description =
            "given (the default: the data set's own, else the landmarks') or landmarks (the box of"
                + " the true landmarks)")
    private Boxes boxes = Boxes.given;

    @Option(
        names = "--detector",
        paramLabel = "FILE",
        description =
            "take the boxes that this face detector finds: an OpenCV cascade (.xml) or a YuNet"
                + " network (.onnx)")
    private Path detector;
  }

  /**
   * The landmark scheme; empty if the option is left out.
   *
   * @throws IllegalArgumentException if there is no such scheme
   */
  public Optional<LandmarkScheme> scheme() {
    return Optional.ofNullable(scheme).map(LandmarkScheme::ofNameOrFile);
  }

  /** The folder as the user typed it. */
  public Path folder() {
    return folder;
  }

  /**
   * All options that determine the data read: two commands with equal values read the same data.
   */
  public List<Object> asked() {
    return Arrays.asList(
        folder.toAbsolutePath().normalize(),
        format,
        scheme,
        boxSource.boxes,
        boxSource.detector == null ? null : boxSource.detector.toAbsolutePath().normalize());
  }

  /** The source of the boxes in a few words. */
  public String boxes() {
    if (boxSource.detector != null) {
      return "found by " + boxSource.detector.getFileName();
    }
    return boxSource.boxes == Boxes.landmarks
        ? "of the true landmarks"
        : "the data set's own, else of the true landmarks";
  }

  /**
   * Reads the data set; opens its pictures only if a detector finds the boxes.
   *
   * @throws BadDataException if the folder holds no such data set, or the detector finds none of
   *     its faces
   * @throws IllegalArgumentException if there is no such format
   */
  public FaceDataSet read(Split split) {
    return read(form(), folder, DataSetRequest.of(split));
  }

  /**
   * Reads the data set with a network's landmarks, unless the user names another scheme.
   *
   * @throws BadDataException as {@link #read(Split)}
   * @throws IllegalArgumentException if there is no such format, or the data set does not have
   *     these landmarks
   */
  public FaceDataSet read(Split split, LandmarkScheme ofNetwork) {
    return read(form(), folder, DataSetRequest.of(split).with(ofNetwork));
  }

  /**
   * Reads the readable faces of the data set.
   *
   * @param mistakes takes the reason for each face that cannot be read
   * @throws BadDataException if no face can be read
   * @throws IllegalArgumentException if there is no such format
   */
  public FaceDataSet read(Split split, Consumer<BadDataException> mistakes) {
    return read(form(), folder, DataSetRequest.of(split).withMistakeHandler(mistakes));
  }

  /**
   * The data set's format: the option's value, or the format guessed from the folder.
   *
   * @throws BadDataException if the folder matches no format
   * @throws IllegalArgumentException if there is no such format
   */
  public DataSetFormat form() {
    return format == null ? DataSetFormat.guess(folder) : DataSetFormat.ofWord(format);
  }

  /**
   * Reads a second data set with the scheme and the box source of the first; guesses its format.
   *
   * @throws BadDataException as {@link #read(Split)}
   */
  public FaceDataSet read(Path second, Split split) {
    return read(DataSetFormat.guess(second), second, DataSetRequest.of(split));
  }

  private FaceDataSet read(DataSetFormat form, Path from, DataSetRequest request) {
    ComputeBackend.unpack();
    DataSetRequest whole =
        request.with(boxSource.boxes == Boxes.landmarks ? BoxChoice.LANDMARKS : BoxChoice.GIVEN);
    FaceDataSet faces =
        form.read(from, scheme == null ? whole : whole.with(LandmarkScheme.ofNameOrFile(scheme)));
    faces.notes().forEach(note -> System.err.println(from + ": " + note));
    return boxSource.detector == null ? faces : detected(faces, from);
  }

  private FaceDataSet detected(FaceDataSet faces, Path from) {
    List<String> missed = new ArrayList<>();
    FaceDataSet found;
    try (FaceDetector detector = FaceDetector.load(boxSource.detector);
        Progress progress = Progress.of("detecting", faces.faces().size())) {
      found = detector.withDetectedBoxes(faces, progress::reached, missed::add);
    }
    if (!missed.isEmpty()) {
      System.err.printf("%d faces are left out:%n", missed.size());
      missed.forEach(line -> System.err.println("  " + line));
    }
    if (found.faces().isEmpty()) {
      throw new BadDataException(from, "the detector finds none of its faces");
    }
    return found;
  }
}
