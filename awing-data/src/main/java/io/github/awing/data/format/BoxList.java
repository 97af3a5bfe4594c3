package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads faces' boxes from a CSV file: the header {@code image,left,top,right,bottom}, then a line
 * for each face, several for a picture if needed; 0-based pixels. It accepts the same variants of
 * CSV as {@link LandmarkList}.
 */
public final class BoxList {

  private static final List<String> HEADER = List.of("image", "left", "top", "right", "bottom");
  private static final Set<String> SIZES = Set.of("w", "h", "width", "height");

  /**
   * Box of one face.
   *
   * @param image the picture's name, as in the file
   * @param box of the face
   * @param line number of its line, counted from 1
   */
  public record Line(String image, Box box, int line) {}

  private BoxList() {}

  /**
   * Reads a file.
   *
   * @return at least one box, in the file's order
   * @throws BadDataException if the file has another form, or a box twice; the message names the
   *     line
   */
  public static List<Line> read(Path file) {
    List<CsvHeader> header = new ArrayList<>();
    List<Line> boxes = new ArrayList<>();
    Map<Line, Integer> seen = new HashMap<>();
    BoundedLines.forEach(
        file,
        (text, number) -> {
          if (header.isEmpty()) {
            header.add(checked(file, CsvHeader.of(file, text, number)));
            return;
          }
          ListLine line = header.get(0).line(file, text, number);
          Box box =
              line.box(
                  line.finite(1, "left"),
                  line.finite(2, "top"),
                  line.finite(3, "right"),
                  line.finite(4, "bottom"),
                  "the box");
          Integer earlier = seen.putIfAbsent(new Line(line.fields()[0], box, 0), number);
          if (earlier != null) {
            throw line.invalid("the same box of the same picture stands at line " + earlier);
          }
          boxes.add(new Line(line.fields()[0], box, number));
        });
    if (boxes.isEmpty()) {
      throw new BadDataException(
          file,
          header.isEmpty()
              ? "is empty; the header must be " + String.join(",", HEADER)
              : "holds no box");
    }
    return boxes;
  }

  private static CsvHeader checked(Path file, CsvHeader header) {
    if (header.names().equals(HEADER)) {
      return header;
    }
    boolean sizes = header.names().stream().anyMatch(SIZES::contains);
    throw CsvList.wrongHeader(
        file,
        header.names(),
        String.join(",", HEADER) + (sizes ? " (right is x + width, bottom is y + height)" : ""));
  }
}
