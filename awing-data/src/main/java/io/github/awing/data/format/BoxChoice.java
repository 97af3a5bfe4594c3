package io.github.awing.data.format;

/** Source of a face's box. */
public enum BoxChoice {
  /** The rectangle of the data set; if it has none, the box of the landmarks. */
  GIVEN,
  /** The box of the labelled landmarks; the rectangles are not read. */
  LANDMARKS,
  /**
   * The rectangle, or the box of the landmarks if the rectangle is invalid; for callers that do not
   * use the box.
   */
  EITHER
}
