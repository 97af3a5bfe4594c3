package io.github.awing.eval.predict;

import io.github.awing.data.Picture;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FaceDetector.Detection;
import io.github.awing.data.detect.FacePlace;
import java.util.List;
import java.util.function.Function;

/**
 * Places of faces from a detector, by descending confidence.
 *
 * @param detector that finds faces; the caller closes it
 * @param place converts a detection to a place
 */
record DetectedFaces(FaceDetector detector, Function<Detection, FacePlace> place)
    implements FacePlaces {

  /** Converts detections to the boxes that networks are trained with, turned upright. */
  static DetectedFaces ofYuNet(FaceDetector detector) {
    return new DetectedFaces(detector, FacePlace::of);
  }

  /** Keeps the detector's boxes, for networks that were trained with them. */
  static DetectedFaces asFound(FaceDetector detector) {
    return new DetectedFaces(detector, face -> FacePlace.upright(face.box()));
  }

  @Override
  public List<FacePlace> of(String image, Picture picture) {
    return detector.detect(picture).stream().map(place).toList();
  }
}
