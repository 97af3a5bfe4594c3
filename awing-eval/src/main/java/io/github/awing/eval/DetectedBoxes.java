package io.github.awing.eval;

import io.github.awing.data.Box;
import io.github.awing.data.FaceDetector;
import io.github.awing.data.Picture;
import java.util.List;

/**
 * The faces' boxes as a detector finds them, the surest first.
 *
 * @param detector to be closed by its owner
 */
record DetectedBoxes(FaceDetector detector) implements FaceBoxes {

  @Override
  public List<Box> of(String image, Picture picture) {
    return detector.detect(picture).stream().map(FaceDetector.Detection::box).toList();
  }
}
