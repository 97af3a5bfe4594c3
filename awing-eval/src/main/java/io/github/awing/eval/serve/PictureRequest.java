package io.github.awing.eval.serve;

import io.github.awing.data.Box;
import java.util.List;

/**
 * Picture of a request.
 *
 * @param image the picture's name, which the answer repeats
 * @param bytes of the file, in a format that {@link PictureKinds} accepts; they must not change
 * @param boxes of the faces; empty if the server detects them
 */
public record PictureRequest(String image, byte[] bytes, List<Box> boxes) {

  /** Copies the boxes. */
  public PictureRequest {
    boxes = List.copyOf(boxes);
  }
}
