package io.github.awing.eval.serve;

import io.github.awing.data.Box;
import java.util.List;

/**
 * A picture that somebody sent.
 *
 * @param image its name, as the answer says it
 * @param bytes of its file, of one of {@link PictureKinds}; they must not change
 * @param boxes of its faces; none if they are to be found
 */
public record PictureRequest(String image, byte[] bytes, List<Box> boxes) {

  /** Takes a copy of the boxes. */
  public PictureRequest {
    boxes = List.copyOf(boxes);
  }
}
