package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Request to read a data set's folder.
 *
 * @param split part to read; a format without parts returns all faces for training and for testing
 * @param scheme of the landmarks: the data set's own, a scheme that the data set's contains, or a
 *     user's scheme with the same number of landmarks; if empty, the library's scheme
 * @param boxes source of every face's box
 * @param mistakes receives the error of each face whose entry in the list is invalid; it may throw
 *     the error to end the reading, else the face is left out
 */
public record DataSetRequest(
    Split split,
    Optional<LandmarkScheme> scheme,
    BoxChoice boxes,
    Consumer<BadDataException> mistakes) {

  /**
   * All faces of a split with the data set's landmarks and boxes; the first error ends the reading.
   */
  public static DataSetRequest of(Split split) {
    return new DataSetRequest(
        split,
        Optional.empty(),
        BoxChoice.GIVEN,
        mistake -> {
          throw mistake;
        });
  }

  /** The same request with another scheme. */
  public DataSetRequest with(LandmarkScheme other) {
    return new DataSetRequest(split, Optional.of(other), boxes, mistakes);
  }

  /** The same request with another source of boxes. */
  public DataSetRequest with(BoxChoice others) {
    return new DataSetRequest(split, scheme, others, mistakes);
  }

  /** The same request with another receiver of mistakes. */
  public DataSetRequest withMistakeHandler(Consumer<BadDataException> other) {
    return new DataSetRequest(split, scheme, boxes, other);
  }
}
