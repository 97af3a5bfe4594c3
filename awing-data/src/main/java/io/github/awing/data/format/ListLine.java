package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.format.LandmarkList.Numbers;
import java.nio.file.Path;

/**
 * One line of somebody's list of faces, split into fields. What is wrong with a field is told with
 * file, line and field.
 *
 * @param number counted from 1
 * @param fields counted from 1 where they are told of
 * @param leftOut fields of the line that come before these, and mean nothing
 */
record ListLine(Path list, int number, String[] fields, int leftOut) {

  /** All fields of a line. */
  ListLine(Path list, int number, String[] fields) {
    this(list, number, fields, 0);
  }

  BadDataException complaint(String what) {
    return new BadDataException(list, number, what);
  }

  /** Where the line stands, for people. */
  String place() {
    return list + ":" + number;
  }

  /** A field that must be a finite number. */
  double finite(int index, String what) {
    return number(index, what, Numbers.FINITE);
  }

  /** A field that must be a number, of those that are accepted. */
  double number(int index, String what, Numbers numbers) {
    try {
      return numbers.parse(fields[index]);
    } catch (NumberFormatException e) {
      throw complaint(
          "field %d, %s, must be a number%s, but is '%s'"
              .formatted(
                  leftOut + index + 1,
                  what,
                  fields[index].matches("-?\\d+,\\d+") ? " with a dot" : "",
                  BadDataException.shown(fields[index])));
    }
  }

  /** A box that must be one. */
  Box box(double left, double top, double right, double bottom, String what) {
    try {
      return Box.ofSides(left, top, right, bottom);
    } catch (IllegalArgumentException e) {
      throw complaint(what + ": " + e.getMessage());
    }
  }

  /** The box of landmarks, which must span one. */
  Box box(Landmarks landmarks) {
    try {
      return landmarks.box();
    } catch (IllegalArgumentException e) {
      throw complaint("its points do not span a box: " + e.getMessage());
    }
  }

  /** A face that must not be there already. */
  AnnotatedFace once(AnnotatedFace face, SeenFaces seen) {
    seen.add(face.picture(), face.landmarks(), "line " + number)
        .ifPresent(
            earlier -> {
              throw complaint(SeenFaces.twice(earlier));
            });
    return face;
  }

  /** A field that must name a picture in a folder. */
  PictureFile picture(int index, Path images) {
    return DataSetFolder.picture(images, fields[index])
        .orElseThrow(
            () ->
                complaint(
                    "field %d must name a picture inside %s, but is '%s'"
                        .formatted(
                            leftOut + index + 1,
                            images.getFileName(),
                            BadDataException.shown(fields[index]))));
  }
}
