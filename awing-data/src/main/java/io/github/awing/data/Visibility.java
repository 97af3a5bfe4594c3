package io.github.awing.data;

/** What a data set says of how a landmark can be seen. */
public enum Visibility {
  /** In plain sight. */
  VISIBLE,
  /** Hidden by something, its place told all the same. */
  OCCLUDED,
  /** Its place is not told: it is neither learnt nor measured. */
  UNLABELLED
}
