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

/** The options {@code --data} and {@code --format}, for commands that read a data set. */
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

  /** Where the faces' boxes come from. */
  private enum Boxes {
    given,
    landmarks
  }

  @ArgGroup private BoxSource boxSource = new BoxSource();

  /** One of the two, or what is given. */
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
   * The landmark scheme that was asked for.
   *
   * @throws IllegalArgumentException if there is no such scheme
   */
  public Optional<LandmarkScheme> scheme() {
    return Optional.ofNullable(scheme).map(LandmarkScheme::ofNameOrFile);
  }

  /** The folder as it was given. */
  public Path folder() {
    return folder;
  }

  /** All that decides what is read: two commands of which it is equal read the same. */
  public List<Object> asked() {
    return Arrays.asList(
        folder.toAbsolutePath().normalize(),
        format,
        scheme,
        boxSource.boxes,
        boxSource.detector == null ? null : boxSource.detector.toAbsolutePath().normalize());
  }

  /** Where the boxes come from, in a few words for people. */
  public String boxes() {
    if (boxSource.detector != null) {
      return "found by " + boxSource.detector.getFileName();
    }
    return boxSource.boxes == Boxes.landmarks
        ? "of the true landmarks"
        : "the data set's own, else of the true landmarks";
  }

  /**
   * Reads the data set; its pictures are not opened, unless boxes are to be detected.
   *
   * @throws BadDataException if the folder does not hold what was promised, or the detector finds
   *     none of its faces
   * @throws IllegalArgumentException if there is no such format
   */
  public FaceDataSet read(Split split) {
    return read(form(), folder, DataSetRequest.of(split));
  }

  /**
   * Reads the data set with a network's landmarks, unless the user asks for others.
   *
   * @throws BadDataException as {@link #read(Split)}
   * @throws IllegalArgumentException if there is no such format, or the data set has not these
   *     landmarks
   */
  public FaceDataSet read(Split split, LandmarkScheme ofNetwork) {
    return read(form(), folder, DataSetRequest.of(split).with(ofNetwork));
  }

  /**
   * Reads what can be read of the data set.
   *
   * @param mistakes told of what keeps a face from being read
   * @throws BadDataException if no face can be read
   * @throws IllegalArgumentException if there is no such format
   */
  public FaceDataSet read(Split split, Consumer<BadDataException> mistakes) {
    return read(form(), folder, DataSetRequest.of(split).tellingMistakesTo(mistakes));
  }

  /**
   * The data set's form: the one that was given, or seems to be meant.
   *
   * @throws BadDataException if the folder holds none of them
   * @throws IllegalArgumentException if there is no such format
   */
  public DataSetFormat form() {
    return format == null ? DataSetFormat.guess(folder) : DataSetFormat.ofWord(format);
  }

  /**
   * Reads a second data set, whose form is guessed, with the scheme and the boxes of the first.
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
