package io.github.awing.data.synthetic;

import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import java.awt.image.BufferedImage;
import java.util.Set;

/**
 * Drawn face with its exact landmarks.
 *
 * @param picture the drawing, 256 to 320 pixels wide and high, without transparency
 * @param landmarks the 98 landmarks of WFLW in the picture's pixels, all inside the picture
 * @param box a rectangle like those of data sets: the landmarks' box, widened and shifted by a few
 *     percent, in whole pixels
 * @param attributes WFLW's attributes of the face: {@code pose}, {@code expression}, {@code
 *     illumination}, {@code make-up}, {@code occlusion}, {@code blur}
 */
public record SyntheticFace(
    BufferedImage picture, Landmarks landmarks, Box box, Set<String> attributes) {

  /** Copies the attributes. */
  public SyntheticFace {
    attributes = Set.copyOf(attributes);
  }
}
