package io.github.awing.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * One line of somebody's list of faces, split into fields. What is wrong with a field is told with
 * file, line and field.
 *
 * @param number counted from 1
 * @param fields counted from 1 where they are told of
 */
record ListLine(Path list, int number, String[] fields) {

  private static final int SHOWN = 60;

  BadDataException complaint(String what) {
    return new BadDataException(list, number, what);
  }

  /** A field that must be a finite number. */
  double finite(int index, String what) {
    try {
      double value = Double.parseDouble(fields[index]);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Complained of below, like a number that is not finite.
    }
    throw complaint(
        "field %d, %s, must be a number, but is '%s'"
            .formatted(index + 1, what, shown(fields[index])));
  }

  /** A list is somebody's file: its names must not lead out of the pictures' folder. */
  Path picture(int index, Path images) {
    try {
      Path picture = images.resolve(fields[index]).normalize();
      if (picture.startsWith(images.normalize()) && !picture.equals(images.normalize())) {
        return picture;
      }
    } catch (InvalidPathException e) {
      // Complained of below, like a name that leads elsewhere.
    }
    throw complaint(
        "field %d must name a picture inside %s, but is '%s'"
            .formatted(index + 1, images.getFileName(), shown(fields[index])));
  }

  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
