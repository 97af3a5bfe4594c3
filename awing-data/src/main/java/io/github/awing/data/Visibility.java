package io.github.awing.data;

/** Visibility of a landmark in its data set. */
public enum Visibility {
  /** Visible in the picture. */
  VISIBLE,
  /** Hidden by something, but with an annotated place. */
  OCCLUDED,
  /** Without an annotated place: neither trained nor measured. */
  UNLABELLED
}
