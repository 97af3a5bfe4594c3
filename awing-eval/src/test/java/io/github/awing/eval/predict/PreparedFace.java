package io.github.awing.eval.predict;

import io.github.awing.data.detect.FacePlace;
import io.github.awing.eval.Alignment;
import io.github.awing.eval.FaceAligner;
import java.nio.file.Path;
import java.util.List;

/** Aligns one face as the command {@code predict} does, for tests of other packages. */
public final class PreparedFace {

  private PreparedFace() {}

  public static Alignment align(FaceAligner aligner, Path file, FacePlace place) {
    try (PreparedPicture prepared =
        PreparedPicture.of("it", file, (image, picture) -> List.of(place), aligner)) {
      return aligner.align(prepared.crops()).get(0);
    }
  }
}
