package io.github.awing.eval.serve;

import io.github.awing.data.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Parses the query parameter {@code boxes}: {@code left,top,right,bottom}, faces separated by
 * {@code ;}.
 */
final class BoxesParameter {

  private static final int MOST = 64;

  /** Java's own parser would also accept 0x1p3, 1d and NaN. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private static final String FORM =
      "left,top,right,bottom in pixels are expected, faces separated by ';'";

  private BoxesParameter() {}

  /**
   * Reads the boxes.
   *
   * @return at least one
   * @throws Refusal if the text is invalid; the message names the box
   */
  static List<Box> parse(String text) {
    String[] faces = text.split(";", -1);
    if (faces.length > MOST) {
      throw refused("there are %d; at most %d are accepted".formatted(faces.length, MOST));
    }
    List<Box> boxes = new ArrayList<>();
    for (String face : faces) {
      boxes.add(box(face, boxes.size() + 1));
    }
    return boxes;
  }

  private static Box box(String face, int number) {
    String[] sides = face.split(",", -1);
    if (sides.length != 4) {
      throw refused(
          "box %d has %d numbers; %s".formatted(number, face.isBlank() ? 0 : sides.length, FORM));
    }
    try {
      return Box.ofSides(
          side(sides[0], number),
          side(sides[1], number),
          side(sides[2], number),
          side(sides[3], number));
    } catch (IllegalArgumentException e) {
      throw refused("box %d: %s".formatted(number, e.getMessage()));
    }
  }

  private static double side(String text, int number) {
    if (!NUMBER.matcher(text.strip()).matches()) {
      throw refused("box %d: '%s' is no number; %s".formatted(number, text, FORM));
    }
    return Double.parseDouble(text.strip());
  }

  private static Refusal refused(String why) {
    return new Refusal(400, "boxes: " + why);
  }
}
