package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.LandmarkScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads faces' landmarks, annotated or predicted, from a file or folder. The name determines the
 * format:
 *
 * <ul>
 *   <li>{@code .csv}: the header {@code image,x0,y0,x1,y1,...}, 0-based
 *   <li>{@code .jsonl}, {@code .json}: an object for each face, in lines or in an array, with
 *       {@code image} (or {@code imgpath}), {@code points} (or {@code landmarks}) and optionally
 *       {@code box} (left, top, right, bottom) or {@code bbox} (left, top, width, height); 0-based
 *   <li>{@code .txt}: WFLW's lists, with or without rectangle and attributes; 0-based
 *   <li>a folder: iBUG's {@code .pts} files in it and below, 1-based
 * </ul>
 */
public final class LandmarkList {

  /** Accepted numbers: all must be finite, or a missing answer is accepted. */
  enum Numbers {
    FINITE,
    ANY;

    /** Words for a missing number, in either case and with or without a sign. */
    private static final Pattern NO_ANSWER =
        Pattern.compile(
            "[+-]?(nan|nan\\(ind\\)|nan\\(snan\\)|inf|infinity|1\\.#(inf|ind|qnan|snan)0*)"
                + "|null|none|na|<na>|n/a|#n/a|",
            Pattern.CASE_INSENSITIVE);

    boolean accept(double number) {
      return this == ANY || Double.isFinite(number);
    }

    /**
     * Parses a field: NaN for a missing number, where that is accepted.
     *
     * @throws NumberFormatException if the field is not accepted
     */
    double parse(String field) {
      if (this == ANY && NO_ANSWER.matcher(field.strip()).matches()) {
        return Double.NaN;
      }
      double number = Double.parseDouble(field);
      if (!accept(number)) {
        throw new NumberFormatException(field);
      }
      return number;
    }
  }

  private LandmarkList() {}

  /**
   * Reads true landmarks: every number must be finite. Faces of 300W get their subsets as
   * attributes if all pictures have 300W's names, see {@link #attributes}.
   *
   * @param scheme of the landmarks
   * @return at least one face, in the file's order or in the order of the files' names
   * @throws BadDataException if the file has none of the formats, is damaged or empty, or a face
   *     has another number of landmarks
   */
  public static List<NamedLandmarks> truth(Path file, LandmarkScheme scheme) {
    return truth(file, scheme, note -> {});
  }

  /**
   * Reads true landmarks, as {@link #truth(Path, LandmarkScheme)} does.
   *
   * @param notes receives a line for each property of the faces that cannot be determined, for
   *     instance their subsets
   */
  public static List<NamedLandmarks> truth(
      Path file, LandmarkScheme scheme, Consumer<String> notes) {
    List<NamedLandmarks> faces = read(file, scheme, Numbers.FINITE);
    return scheme.name().equals("300w-68") ? IbugNames.withSubsets(faces, notes) : faces;
  }

  /**
   * Reads predictions. A landmark without an answer is NaN or infinite, in any spelling ({@code
   * nan}, {@code -inf}, an empty field of CSV, {@code null} or a bare {@code NaN} in JSON); a face
   * without an answer has {@code null} or no {@code points} in JSON.
   *
   * @throws BadDataException as {@link #truth}
   */
  public static List<NamedLandmarks> predictions(Path file, LandmarkScheme scheme) {
    return read(file, scheme, Numbers.ANY);
  }

  /** The attributes of all faces, in their data set's order. */
  public static List<String> attributes(List<NamedLandmarks> faces) {
    return Stream.concat(WflwReader.ATTRIBUTES.stream(), IbugNames.SUBSETS.stream())
        .filter(attribute -> faces.stream().anyMatch(f -> f.attributes().contains(attribute)))
        .toList();
  }

  private static List<NamedLandmarks> read(Path file, LandmarkScheme scheme, Numbers numbers) {
    List<NamedLandmarks> faces = faces(file, numbers);
    if (faces.isEmpty()) {
      throw new BadDataException(file, "holds no face");
    }
    if (numbers == Numbers.ANY) {
      faces = faces.stream().map(face -> face.orNoAnswer(scheme.count())).toList();
    }
    SeenFaces seen = new SeenFaces();
    for (NamedLandmarks face : faces) {
      if (numbers == Numbers.FINITE) {
        // Not checked for predictions: a network may predict the same landmarks for two faces.
        seen.add(face.image(), face.landmarks(), face.place())
            .ifPresent(
                earlier -> {
                  throw BadDataException.at(
                      face.place(),
                      "'%s': %s"
                          .formatted(
                              BadDataException.shown(face.image()), SeenFaces.duplicate(earlier)));
                });
      }
      if (face.landmarks().count() != scheme.count()) {
        throw new BadDataException(
            file,
            "the face in '%s' has %d landmarks, but scheme %s has %d"
                .formatted(
                    BadDataException.shown(face.image()),
                    face.landmarks().count(),
                    scheme.name(),
                    scheme.count()));
      }
    }
    return faces;
  }

  private static List<NamedLandmarks> faces(Path file, Numbers numbers) {
    if (Files.isDirectory(file)) {
      return pts(file, numbers);
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return CsvReader.faces(CsvList.read(file), numbers);
    }
    if (name.endsWith(".json") || name.endsWith(".jsonl")) {
      return JsonLandmarks.read(file, numbers);
    }
    if (name.endsWith(".txt")) {
      return wflw(file, numbers);
    }
    throw new BadDataException(
        file,
        !Files.exists(file)
            ? "there is no such file or folder"
            : "landmarks are read from .csv, .json, .jsonl, WFLW's .txt lists and folders of .pts files");
  }

  private static List<NamedLandmarks> pts(Path folder, Numbers numbers) {
    List<NamedLandmarks> faces = new ArrayList<>();
    for (Path file : PtsReader.files(folder)) {
      faces.add(
          new NamedLandmarks(
              PtsReader.name(folder, file),
              Optional.empty(),
              PtsReader.landmarks(file, numbers),
              Set.of(),
              file.toString()));
    }
    return faces;
  }

  private static List<NamedLandmarks> wflw(Path file, Numbers numbers) {
    List<NamedLandmarks> faces = new ArrayList<>();
    BoundedLines.forEach(
        file, (text, number) -> faces.add(WflwReader.named(file, number, text, numbers)));
    return faces;
  }
}
