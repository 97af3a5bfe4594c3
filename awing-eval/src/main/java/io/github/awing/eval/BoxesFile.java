package io.github.awing.eval;

import io.github.awing.data.BadDataException;
import io.github.awing.data.BoundedLines;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The faces' boxes as a CSV file says. */
final class BoxesFile implements FaceBoxes {

  private static final String HEADER = "image,left,top,right,bottom";

  private final Path file;
  private final Map<String, List<Box>> boxes;

  private BoxesFile(Path file, Map<String, List<Box>> boxes) {
    this.file = file;
    this.boxes = boxes;
  }

  /**
   * Reads a CSV file of UTF-8 text: the header {@code image,left,top,right,bottom}, then a row a
   * face, several to a picture if need be. A name that holds commas or quotes stands in quotes.
   *
   * @throws BadDataException if the file does not hold that; the message names the line
   */
  static BoxesFile read(Path file) {
    Map<String, List<Box>> boxes = new LinkedHashMap<>();
    BoundedLines.forEach(
        file,
        (line, number) -> {
          if (number > 1) {
            add(boxes, file, number, line);
          } else if (!line.strip().equals(HEADER)) {
            throw new BadDataException(file, 1, "the header must be " + HEADER);
          }
        });
    if (boxes.isEmpty()) {
      throw new BadDataException(file, "holds no box");
    }
    return new BoxesFile(file, boxes);
  }

  /**
   * Checks that every box belongs to a picture, before any work is done.
   *
   * @throws BadDataException if one does not
   */
  void checkNames(PictureFiles pictures) {
    for (String image : boxes.keySet()) {
      if (!pictures.has(image)) {
        throw new BadDataException(
            file, "has a box for '%s', but there is no such picture".formatted(image));
      }
    }
  }

  @Override
  public List<Box> of(String image, Picture picture) {
    return boxes.getOrDefault(image, List.of());
  }

  private static void add(Map<String, List<Box>> boxes, Path file, long number, String line) {
    String[] fields = new String[5];
    int end = line.length();
    // From the right: the four numbers hold no comma, whatever the name does.
    for (int i = 4; i >= 1; i--) {
      int comma = line.lastIndexOf(',', end - 1);
      if (comma < 0) {
        throw new BadDataException(
            file, number, "5 fields are expected (%s), but there are fewer".formatted(HEADER));
      }
      fields[i] = line.substring(comma + 1, end).strip();
      end = comma;
    }
    fields[0] = line.substring(0, end).strip();
    double[] sides = new double[4];
    for (int i = 0; i < 4; i++) {
      try {
        sides[i] = Double.parseDouble(fields[i + 1]);
      } catch (NumberFormatException e) {
        throw new BadDataException(
            file,
            number,
            "%s must be a number, but is '%s'".formatted(HEADER.split(",")[i + 1], fields[i + 1]));
      }
    }
    try {
      Box box = new Box(sides[0], sides[1], sides[2], sides[3]);
      boxes.computeIfAbsent(unquoted(fields[0]), image -> new ArrayList<>()).add(box);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file, number, e.getMessage());
    }
  }

  private static String unquoted(String field) {
    return field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }
}
