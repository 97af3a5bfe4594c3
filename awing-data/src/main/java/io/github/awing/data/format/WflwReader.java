package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Landmarks;
import io.github.awing.data.format.LandmarkList.Numbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads WFLW's official folders: pictures under {@code WFLW_images}, and lists with a line for each
 * face of 196 coordinates, the rectangle, six attributes and the picture's name. Its lists by
 * attribute have neither rectangle nor attributes; for these a face's box is that of its landmarks.
 */
final class WflwReader {

  static final String LISTS = "WFLW_annotations/list_98pt_rect_attr_train_test";
  static final String PLAIN_LISTS = "WFLW_annotations/list_98pt_test";
  static final String IMAGES = "WFLW_images";
  static final List<String> ATTRIBUTES =
      List.of("pose", "expression", "illumination", "make-up", "occlusion", "blur");

  private static final String SPLITS = "train, test, " + String.join(", ", ATTRIBUTES);
  private static final int RECTANGLE = 196;
  private static final int FIRST_ATTRIBUTE = RECTANGLE + 4;
  private static final int PICTURE = FIRST_ATTRIBUTE + 6;

  private WflwReader() {}

  static boolean isWflw(Path folder) {
    return Files.isDirectory(folder.resolve(LISTS))
        || Files.isDirectory(folder.resolve(PLAIN_LISTS));
  }

  static FaceDataSet read(DataSetFolder folder) {
    String part = folder.split().word();
    boolean isAttribute = ATTRIBUTES.contains(part);
    if (!isAttribute && !part.equals("train") && !part.equals("test")) {
      throw folder.unknownSplit(SPLITS);
    }
    Path images = folder.path().resolve(IMAGES);
    if (!Files.isDirectory(images)) {
      throw new BadDataException(images, "there is no such folder; WFLW keeps its pictures there");
    }
    Path full =
        folder
            .path()
            .resolve(LISTS)
            .resolve(
                "list_98pt_rect_attr_%s.txt".formatted(part.equals("train") ? "train" : "test"));
    Path plain = folder.path().resolve(PLAIN_LISTS).resolve(plainName(part));
    boolean usesFull = Files.isRegularFile(full) || !Files.isRegularFile(plain);
    Path list = usesFull ? full : plain;
    if (!Files.isRegularFile(list)) {
      throw missing(list);
    }
    List<AnnotatedFace> faces = new ArrayList<>();
    SeenFaces seen = new SeenFaces();
    BoundedLines.forEach(
        list,
        (text, number) ->
            folder.attempt(
                () -> {
                  int most = usesFull ? PICTURE + 1 : RECTANGLE + 1;
                  ListLine line = new ListLine(list, number, text.trim().split("\\s+", most));
                  AnnotatedFace face =
                      line.once(
                          usesFull ? face(folder, line, images) : plainFace(line, images), seen);
                  if (!usesFull || !isAttribute || face.attributes().contains(part)) {
                    faces.add(face);
                  }
                }));
    if (faces.isEmpty()) {
      throw new BadDataException(list, "holds no face" + (isAttribute ? " of " + part : ""));
    }
    return new FaceDataSet(
        DataSetFormat.WFLW.word(),
        folder.scheme(list, RECTANGLE / 2),
        faces,
        usesFull ? ATTRIBUTES : List.of());
  }

  private static String plainName(String part) {
    return switch (part) {
      case "test" -> "list_98pt_test.txt";
      case "pose" -> "list_98pt_test_largepose.txt";
      case "make-up" -> "list_98pt_test_makeup.txt";
      default -> "list_98pt_test_" + part + ".txt";
    };
  }

  private static BadDataException missing(Path list) {
    Path lists = list.getParent();
    if (!Files.isDirectory(lists)) {
      return new BadDataException(lists, "there is no such folder; WFLW keeps its lists there");
    }
    return new BadDataException(
        list,
        "there is no such list; the folder holds "
            + DataSetFolder.files(lists, ".txt", file -> true).stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", ")));
  }

  /** Reads a line of either kind of list without its picture. */
  static NamedLandmarks named(Path list, int number, String text, Numbers numbers) {
    String[] fields = text.trim().split("\\s+", PICTURE + 1);
    if (fields.length == PICTURE + 1) {
      ListLine line = new ListLine(list, number, fields);
      return new NamedLandmarks(
          fields[PICTURE],
          rectangleIfAny(line),
          landmarks(line, numbers),
          attributes(line),
          line.place());
    }
    ListLine line = new ListLine(list, number, text.trim().split("\\s+", RECTANGLE + 1));
    checkPlain(line);
    return new NamedLandmarks(
        line.fields()[RECTANGLE],
        Optional.empty(),
        landmarks(line, numbers),
        Set.of(),
        line.place());
  }

  private static void checkPlain(ListLine line) {
    if (line.fields().length != RECTANGLE + 1) {
      throw line.invalid(
          "%d fields, but a face has %d: 196 coordinates, picture"
              .formatted(line.fields().length, RECTANGLE + 1));
    }
  }

  private static AnnotatedFace plainFace(ListLine line, Path images) {
    checkPlain(line);
    Landmarks landmarks = landmarks(line, Numbers.FINITE);
    return new AnnotatedFace(
        line.fields()[RECTANGLE],
        line.picture(RECTANGLE, images),
        line.box(landmarks),
        landmarks,
        Set.of());
  }

  private static Landmarks landmarks(ListLine line, Numbers numbers) {
    double[] coordinates = new double[RECTANGLE];
    for (int i = 0; i < RECTANGLE; i++) {
      coordinates[i] = line.number(i, "a coordinate", numbers);
    }
    return Landmarks.of(coordinates);
  }

  private static AnnotatedFace face(DataSetFolder folder, ListLine line, Path images) {
    String[] fields = line.fields();
    if (fields.length != PICTURE + 1) {
      throw line.invalid(
          "%d fields, but a face has %d: 196 coordinates, rectangle, 6 attributes, picture"
              .formatted(fields.length, PICTURE + 1));
    }
    String name = fields[PICTURE];
    Landmarks landmarks = landmarks(line, Numbers.FINITE);
    return new AnnotatedFace(
        name,
        line.picture(PICTURE, images),
        folder.box(() -> rectangle(line), () -> line.box(landmarks)),
        landmarks,
        attributes(line));
  }

  /** The rectangle for callers that may not need it; empty if its four numbers are not a box. */
  private static Optional<Box> rectangleIfAny(ListLine line) {
    for (int i = 0; i < 4; i++) {
      line.finite(RECTANGLE + i, "the rectangle's side");
    }
    try {
      return Optional.of(rectangle(line));
    } catch (BadDataException e) {
      // Callers that need the box report that it is missing.
      return Optional.empty();
    }
  }

  private static Box rectangle(ListLine line) {
    return line.box(
        line.finite(RECTANGLE, "the rectangle's left"),
        line.finite(RECTANGLE + 1, "the rectangle's top"),
        line.finite(RECTANGLE + 2, "the rectangle's right"),
        line.finite(RECTANGLE + 3, "the rectangle's bottom"),
        "fields 197 to 200");
  }

  private static Set<String> attributes(ListLine line) {
    Set<String> attributes = new LinkedHashSet<>();
    for (int i = 0; i < ATTRIBUTES.size(); i++) {
      String flag = line.fields()[FIRST_ATTRIBUTE + i];
      if (flag.equals("1")) {
        attributes.add(ATTRIBUTES.get(i));
      } else if (!flag.equals("0")) {
        throw line.invalid(
            "field %d, %s, must be 0 or 1, but is '%s'"
                .formatted(
                    FIRST_ATTRIBUTE + i + 1, ATTRIBUTES.get(i), BadDataException.shown(flag)));
      }
    }
    return attributes;
  }
}
