package io.github.awing.eval.predict;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.data.format.BoxList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Places of faces from a CSV file of boxes. */
final class BoxesFile implements FacePlaces {

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
   * Checks that every box belongs to a picture; call this before any work.
   *
   * @throws BadDataException if a box has no picture
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
  public List<FacePlace> of(String image, Picture picture) {
    return boxes.getOrDefault(image, List.of()).stream().map(FacePlace::upright).toList();
  }
}
