package io.github.awing.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * WFLW's official folders: pictures under {@code WFLW_images}, and one face a line in lists of 196
 * coordinates, the rectangle, six attributes and the picture's name.
 */
final class WflwReader {

  static final String LISTS = "WFLW_annotations/list_98pt_rect_attr_train_test";
  static final String IMAGES = "WFLW_images";
  static final List<String> ATTRIBUTES =
      List.of("pose", "expression", "illumination", "make-up", "occlusion", "blur");

  private static final int RECTANGLE = 196;
  private static final int FIRST_ATTRIBUTE = RECTANGLE + 4;
  private static final int PICTURE = FIRST_ATTRIBUTE + 6;

  private WflwReader() {}

  static FaceDataSet read(Path folder, Split split) {
    Path list = list(folder, split);
    Path images = folder.resolve(IMAGES);
    if (!Files.isDirectory(images)) {
      throw new BadDataException(images, "there is no such folder; WFLW keeps its pictures there");
    }
    List<AnnotatedFace> faces = new ArrayList<>();
    BoundedLines.forEach(
        list,
        (line, number) ->
            faces.add(
                face(new ListLine(list, number, line.trim().split("\\s+", PICTURE + 1)), images)));
    if (faces.isEmpty()) {
      throw new BadDataException(list, "holds no face");
    }
    return new FaceDataSet(DataSetFormat.WFLW, LandmarkScheme.named("wflw-98"), faces, ATTRIBUTES);
  }

  static String listName(Split split) {
    return "list_98pt_rect_attr_" + split.name().toLowerCase(Locale.ROOT) + ".txt";
  }

  private static Path list(Path folder, Split split) {
    Path lists = folder.resolve(LISTS);
    Path list = lists.resolve(listName(split));
    if (Files.isRegularFile(list)) {
      return list;
    }
    if (!Files.isDirectory(lists)) {
      throw new BadDataException(lists, "there is no such folder; WFLW keeps its lists there");
    }
    try (Stream<Path> found = Files.list(lists)) {
      throw new BadDataException(
          list,
          "there is no such list; the folder holds "
              + found
                  .map(file -> file.getFileName().toString())
                  .sorted()
                  .collect(Collectors.joining(", ")));
    } catch (IOException e) {
      throw new BadDataException(lists, "cannot be read: " + e.getMessage());
    }
  }

  private static AnnotatedFace face(ListLine line, Path images) {
    String[] fields = line.fields();
    if (fields.length != PICTURE + 1) {
      throw line.complaint(
          "%d fields, but a face has %d: 196 coordinates, rectangle, 6 attributes, picture"
              .formatted(fields.length, PICTURE + 1));
    }
    double[] coordinates = new double[RECTANGLE];
    for (int i = 0; i < RECTANGLE; i++) {
      coordinates[i] = line.finite(i, "a coordinate");
    }
    Box box;
    try {
      box =
          new Box(
              line.finite(RECTANGLE, "the rectangle's left"),
              line.finite(RECTANGLE + 1, "the rectangle's top"),
              line.finite(RECTANGLE + 2, "the rectangle's right"),
              line.finite(RECTANGLE + 3, "the rectangle's bottom"));
    } catch (IllegalArgumentException e) {
      throw line.complaint("fields 197 to 200: " + e.getMessage());
    }
    Set<String> attributes = new LinkedHashSet<>();
    for (int i = 0; i < ATTRIBUTES.size(); i++) {
      String flag = fields[FIRST_ATTRIBUTE + i];
      if (flag.equals("1")) {
        attributes.add(ATTRIBUTES.get(i));
      } else if (!flag.equals("0")) {
        throw line.complaint(
            "field %d, %s, must be 0 or 1, but is '%s'"
                .formatted(FIRST_ATTRIBUTE + i + 1, ATTRIBUTES.get(i), ListLine.shown(flag)));
      }
    }
    String name = fields[PICTURE];
    return new AnnotatedFace(
        name, line.picture(PICTURE, images), box, Landmarks.of(coordinates), attributes);
  }
}
