package io.github.awing.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
    try (BufferedReader lines = Files.newBufferedReader(list)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          faces.add(face(line, new Line(list, number), images));
        }
      }
    } catch (CharacterCodingException e) {
      throw new BadDataException(list, "is not UTF-8 text, as a WFLW list is");
    } catch (IOException e) {
      throw new BadDataException(list, "cannot be read: " + e.getMessage());
    }
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

  /** Where a complaint points to. */
  private record Line(Path list, int number) {
    BadDataException complaint(String what) {
      return new BadDataException(list, number, what);
    }
  }

  private static AnnotatedFace face(String line, Line where, Path images) {
    String[] fields = line.trim().split("\\s+", PICTURE + 1);
    if (fields.length != PICTURE + 1) {
      throw where.complaint(
          "%d fields, but a face has %d: 196 coordinates, rectangle, 6 attributes, picture"
              .formatted(fields.length, PICTURE + 1));
    }
    double[] coordinates = new double[RECTANGLE];
    for (int i = 0; i < RECTANGLE; i++) {
      coordinates[i] = number(fields, i, where, "a coordinate");
    }
    Box box;
    try {
      box =
          new Box(
              number(fields, RECTANGLE, where, "the rectangle's left"),
              number(fields, RECTANGLE + 1, where, "the rectangle's top"),
              number(fields, RECTANGLE + 2, where, "the rectangle's right"),
              number(fields, RECTANGLE + 3, where, "the rectangle's bottom"));
    } catch (IllegalArgumentException e) {
      throw where.complaint("fields 197 to 200: " + e.getMessage());
    }
    Set<String> attributes = new LinkedHashSet<>();
    for (int i = 0; i < ATTRIBUTES.size(); i++) {
      String flag = fields[FIRST_ATTRIBUTE + i];
      if (flag.equals("1")) {
        attributes.add(ATTRIBUTES.get(i));
      } else if (!flag.equals("0")) {
        throw where.complaint(
            "field %d, %s, must be 0 or 1, but is '%s'"
                .formatted(FIRST_ATTRIBUTE + i + 1, ATTRIBUTES.get(i), shortened(flag)));
      }
    }
    String name = fields[PICTURE];
    return new AnnotatedFace(
        name, picture(images, name, where), box, Landmarks.of(coordinates), attributes);
  }

  private static double number(String[] fields, int index, Line where, String what) {
    try {
      double value = Double.parseDouble(fields[index]);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Complained of below, like a number that is not finite.
    }
    throw where.complaint(
        "field %d, %s, must be a number, but is '%s'"
            .formatted(index + 1, what, shortened(fields[index])));
  }

  /** A list is somebody's file: its names must not lead out of the pictures' folder. */
  private static Path picture(Path images, String name, Line where) {
    try {
      Path picture = images.resolve(name).normalize();
      if (picture.startsWith(images.normalize())) {
        return picture;
      }
    } catch (InvalidPathException e) {
      // Complained of below, like a name that leads elsewhere.
    }
    throw where.complaint(
        "field %d must name a picture inside %s, but is '%s'"
            .formatted(PICTURE + 1, IMAGES, shortened(name)));
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
