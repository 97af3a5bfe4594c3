package example;

import io.github.awing.data.Picture;
import io.github.awing.data.detect.FaceDetector;
import io.github.awing.data.detect.FacePlace;
import io.github.awing.eval.Alignment;
import io.github.awing.eval.FaceAligner;
import java.nio.file.Path;

/** Prints the landmarks of every face in a picture. */
public final class LandmarksOfAPicture {

  public static void main(String[] args) {
    try (FaceAligner aligner = FaceAligner.load(Path.of(args[0]));
        FaceDetector detector = FaceDetector.yuNet();
        Picture picture = Picture.read(Path.of(args[1]))) {
      for (FaceDetector.Detection face : detector.detect(picture)) {
        Alignment alignment = aligner.align(picture, FacePlace.of(face));
        alignment.landmarks().stream().forEach(System.out::println);
      }
    }
  }
}
