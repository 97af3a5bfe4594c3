package io.github.awing.eval.predict;

import io.github.awing.data.Picture;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FaceDetector.Detection;
import io.github.awing.data.detect.FacePlace;
import java.util.List;
import java.util.function.Function;

/**
 * The faces' places as a detector finds them, the surest first.
 *
 * @param detector to be closed by its owner
 * @param place of a face found
 */
record DetectedFaces(FaceDetector detector, Function<Detection, FacePlace> place)
    implements FacePlaces {

  /** Brought to the boxes that networks are trained with, and upright. */
  static DetectedFaces ofYuNet(FaceDetector detector) {
    return new DetectedFaces(detector, FacePlace::of);
  }

  /** As they are found: for networks that were trained with the same detector's boxes. */
  static DetectedFaces asFound(FaceDetector detector) {
    return new DetectedFaces(detector, face -> FacePlace.upright(face.box()));
  }

  @Override
  public List<FacePlace> of(String image, Picture picture) {
    return detector.detect(picture).stream().map(place).toList();
  }
}
