package io.github.awing.data.format;

/** Which box a face of a data set is to have. */
public enum BoxChoice {
  /** The rectangle that the data set gives; where it gives none, the box of the landmarks. */
  GIVEN,
  /** The box of the labelled landmarks; the rectangles are not looked at. */
  LANDMARKS,
  /** The rectangle, or the box of the landmarks if it is none; it is not used. */
  EITHER
}
