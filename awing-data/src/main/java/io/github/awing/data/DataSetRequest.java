package io.github.awing.data;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is wanted of a data set's folder.
 *
 * @param split which part is meant; a form without parts gives everything for training and testing
 * @param scheme of the landmarks: the data set's own, one that the data set's converts to, or a
 *     user's with as many landmarks; if empty, the one that comes with the library
 * @param landmarkBoxes whether every face is to have the box of its labelled landmarks; then nobody
 *     looks at the rectangles that the data set gives
 * @param mistakes told of each face that cannot be read, for what the list says of it; it may throw
 *     what it is told, to end the reading, or else the face is left out
 */
public record DataSetRequest(
    Split split,
    Optional<LandmarkScheme> scheme,
    boolean landmarkBoxes,
    Consumer<BadDataException> mistakes) {

  /** All of a split, as the data set gives it; the first mistake ends the reading. */
  public static DataSetRequest of(Split split) {
    return new DataSetRequest(
        split,
        Optional.empty(),
        false,
        mistake -> {
          throw mistake;
        });
  }

  /** The same with the landmarks of a scheme. */
  public DataSetRequest with(LandmarkScheme other) {
    return new DataSetRequest(split, Optional.of(other), landmarkBoxes, mistakes);
  }

  /** The same with the boxes of the landmarks, or those given. */
  public DataSetRequest withLandmarkBoxes(boolean landmarks) {
    return new DataSetRequest(split, scheme, landmarks, mistakes);
  }

  /** The same with mistakes told to another. */
  public DataSetRequest tellingMistakesTo(Consumer<BadDataException> other) {
    return new DataSetRequest(split, scheme, landmarkBoxes, other);
  }
}
