package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is wanted of a data set's folder.
 *
 * @param split which part is meant; a form without parts gives everything for training and testing
 * @param scheme of the landmarks: the data set's own, one that the data set's converts to, or a
 *     user's with as many landmarks; if empty, the one that comes with the library
 * @param boxes which box every face is to have
 * @param mistakes told of each face that cannot be read, for what the list says of it; it may throw
 *     what it is told, to end the reading, or else the face is left out
 */
public record DataSetRequest(
    Split split,
    Optional<LandmarkScheme> scheme,
    BoxChoice boxes,
    Consumer<BadDataException> mistakes) {

  /** All of a split, as the data set gives it; the first mistake ends the reading. */
  public static DataSetRequest of(Split split) {
    return new DataSetRequest(
        split,
        Optional.empty(),
        BoxChoice.GIVEN,
        mistake -> {
          throw mistake;
        });
  }

  /** The same with the landmarks of a scheme. */
  public DataSetRequest with(LandmarkScheme other) {
    return new DataSetRequest(split, Optional.of(other), boxes, mistakes);
  }

  /** The same with these boxes. */
  public DataSetRequest with(BoxChoice others) {
    return new DataSetRequest(split, scheme, others, mistakes);
  }

  /** The same with mistakes told to another. */
  public DataSetRequest tellingMistakesTo(Consumer<BadDataException> other) {
    return new DataSetRequest(split, scheme, boxes, other);
  }
}
