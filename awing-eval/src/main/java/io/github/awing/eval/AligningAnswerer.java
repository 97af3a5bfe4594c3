package io.github.awing.eval;

import io.github.awing.data.Box;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureBytes;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.eval.serve.PictureAnswerer;
import io.github.awing.eval.serve.PictureRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers a picture with a JSON array of its faces, each written as by {@code predict --json}.
 *
 * @param aligner that finds landmarks; the caller closes it
 * @param detector for requests without boxes; the caller closes it
 * @param megapixels largest picture, in 10^6 pixels
 */
record AligningAnswerer(FaceAligner aligner, FaceDetector detector, int megapixels)
    implements PictureAnswerer {

  @Override
  public String answer(PictureRequest request) {
    List<PredictedFace> faces;
    try (Picture picture = new PictureBytes(request.image(), request.bytes(), megapixels).read()) {
      List<FacePlace> places = places(request, picture);
      List<Alignment> alignments = align(picture, places);
      faces =
          IntStream.range(0, places.size())
              .mapToObj(
                  i -> new PredictedFace(request.image(), places.get(i).box(), alignments.get(i)))
              .toList();
    }
    return faces.stream()
        .map(face -> PredictionText.jsonLine(face).strip())
        .collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private List<FacePlace> places(PictureRequest request, Picture picture) {
    List<Box> boxes = request.boxes();
    return boxes.isEmpty()
        ? detector.detect(picture).stream().map(FacePlace::of).toList()
        : boxes.stream().map(FacePlace::upright).toList();
  }

  /**
   * Finds the landmarks; throws for a box that cannot be of a face, which is the sender's error.
   */
  private List<Alignment> align(Picture picture, List<FacePlace> places) {
    List<CroppedFace> crops = new ArrayList<>();
    try {
      for (FacePlace place : places) {
        crops.add(aligner.cropper().crop(picture, place));
      }
      return aligner.align(crops);
    } finally {
      crops.forEach(CroppedFace::close);
    }
  }
}
