package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.format.LandmarkList.Numbers;
import java.nio.file.Path;

/**
 * One line of a list of faces, split into fields. Errors give file, line and field.
 *
 * @param number counted from 1
 * @param fields counted from 1 in messages
 * @param leftOut number of fields before these that were dropped
 */
record ListLine(Path list, int number, String[] fields, int leftOut) {

  /** Makes a line with all its fields. */
  ListLine(Path list, int number, String[] fields) {
    this(list, number, fields, 0);
  }

  BadDataException invalid(String what) {
    return new BadDataException(list, number, what);
  }

  /** File and line, for messages. */
  String place() {
    return list + ":" + number;
  }

  /** Parses a field that must be a finite number. */
  double finite(int index, String what) {
    return number(index, what, Numbers.FINITE);
  }

  /** Parses a field that must be an accepted number. */
  double number(int index, String what, Numbers numbers) {
    try {
      return numbers.parse(fields[index]);
    } catch (NumberFormatException e) {
      throw invalid(
          "field %d, %s, must be a number%s, but is '%s'"
              .formatted(
                  leftOut + index + 1,
                  what,
                  fields[index].matches("-?\\d+,\\d+") ? " with a dot" : "",
                  BadDataException.shown(fields[index])));
    }
  }

  /** Makes a box, which must be valid. */
  Box box(double left, double top, double right, double bottom, String what) {
    try {
      return Box.ofSides(left, top, right, bottom);
    } catch (IllegalArgumentException e) {
      throw invalid(what + ": " + e.getMessage());
    }
  }

  /** Makes the box of landmarks, which must span one. */
  Box box(Landmarks landmarks) {
    try {
      return landmarks.box();
    } catch (IllegalArgumentException e) {
      throw invalid("its points do not span a box: " + e.getMessage());
    }
  }

  /** Checks that the face is not in the list already. */
  AnnotatedFace once(AnnotatedFace face, SeenFaces seen) {
    seen.add(face.picture(), face.landmarks(), "line " + number)
        .ifPresent(
            earlier -> {
              throw invalid(SeenFaces.duplicate(earlier));
            });
    return face;
  }

  /** Parses a field that must name a picture in a folder. */
  PictureFile picture(int index, Path images) {
    return DataSetFolder.picture(images, fields[index])
        .orElseThrow(
            () ->
                invalid(
                    "field %d must name a picture inside %s, but is '%s'"
                        .formatted(
                            leftOut + index + 1,
                            images.getFileName(),
                            BadDataException.shown(fields[index]))));
  }
}
