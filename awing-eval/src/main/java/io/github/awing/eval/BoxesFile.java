package io.github.awing.eval;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.BoxList;
import io.github.awing.data.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The faces' boxes as a CSV file says. */
final class BoxesFile implements FaceBoxes {

  /** Longest side of a box, in longer sides of its picture. */
  private static final double LARGEST = 10;

  private final Path file;
  private final Map<String, List<Box>> boxes;

  private BoxesFile(Path file, Map<String, List<Box>> boxes) {
    this.file = file;
    this.boxes = boxes;
  }

  /**
   * Reads a CSV file, see {@link BoxList}.
   *
   * @throws BadDataException if the file does not hold boxes; the message names the line
   */
  static BoxesFile read(Path file) {
    Map<String, List<Box>> boxes = new LinkedHashMap<>();
    for (BoxList.Line line : BoxList.read(file)) {
      boxes.computeIfAbsent(line.image(), image -> new ArrayList<>()).add(line.box());
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

  /**
   * {@inheritDoc}
   *
   * @throws BadDataException if a box lies outside the picture, or is so large that the picture
   *     would be a speck in it
   */
  @Override
  public List<Box> of(String image, Picture picture) {
    List<Box> its = boxes.getOrDefault(image, List.of());
    for (Box box : its) {
      if (!isOf(box, picture)) {
        throw new BadDataException(
            file,
            "the box %s,%s,%s,%s cannot be of a face in '%s', which has %d x %d pixels"
                .formatted(
                    box.left(),
                    box.top(),
                    box.right(),
                    box.bottom(),
                    image,
                    picture.width(),
                    picture.height()));
      }
    }
    return its;
  }

  private static boolean isOf(Box box, Picture picture) {
    double largest = LARGEST * Math.max(picture.width(), picture.height());
    return box.left() < picture.width()
        && box.top() < picture.height()
        && box.right() > 0
        && box.bottom() > 0
        && Math.max(box.width(), box.height()) <= largest;
  }
}
