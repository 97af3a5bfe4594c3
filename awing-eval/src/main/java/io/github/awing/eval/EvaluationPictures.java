package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.GaussianHeatmaps;
import io.github.awing.data.Picture;
import io.github.awing.data.TargetHeatmaps;
import io.github.awing.eval.draw.FaceSheet;
import io.github.awing.eval.draw.HeatmapSheet;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Pictures that show an evaluation's figures on faces. */
public final class EvaluationPictures {

  private static final int COLUMNS = 4;
  // The authors' Gaussian, only to have something to compare with by eye.
  private static final GaussianHeatmaps TARGET = new GaussianHeatmaps(1.75, false);

  private EvaluationPictures() {}

  /**
   * Faces spread evenly from the smallest error to the largest, each under its NME.
   *
   * @param count how many, at least 1; fewer if there are fewer
   */
  public static BufferedImage faces(Evaluation evaluation, int count) {
    List<EvaluatedFace> sorted = sorted(evaluation);
    int shown = Math.min(count, sorted.size());
    List<FaceSheet.Face> faces = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      int index = shown == 1 ? 0 : (int) Math.round(i * (sorted.size() - 1.0) / (shown - 1));
      faces.add(sheetFace(sorted.get(index)));
    }
    return FaceSheet.draw(faces, evaluation.scheme(), COLUMNS);
  }

  /** The heatmaps of the face with the median error. */
  public static BufferedImage heatmaps(Evaluation evaluation, FaceAligner aligner) {
    List<EvaluatedFace> sorted = sorted(evaluation);
    return heatmaps(sorted.get(sorted.size() / 2).face(), aligner);
  }

  /** The heatmaps of one face. */
  public static BufferedImage heatmaps(AnnotatedFace face, FaceAligner aligner) {
    try (Picture picture = face.picture().read()) {
      FaceAligner.CroppedFace cropped = aligner.crop(picture, face.box());
      try (Picture crop = cropped.crop()) {
        float[][] predicted = aligner.heatmaps(cropped);
        float[][] target =
            new TargetHeatmaps(
                    aligner.scheme(), TARGET, predicted.length > aligner.scheme().count())
                .draw(face.landmarks().map(cropped.toCrop()::apply), aligner.cropper().size());
        return HeatmapSheet.draw(crop.toBufferedImage(), aligner.scheme(), predicted, target);
      }
    }
  }

  private static List<EvaluatedFace> sorted(Evaluation evaluation) {
    return evaluation.faces().stream()
        .sorted(Comparator.comparingDouble(EvaluatedFace::nme))
        .toList();
  }

  private static FaceSheet.Face sheetFace(EvaluatedFace evaluated) {
    AnnotatedFace face = evaluated.face();
    try (Picture picture = face.picture().read()) {
      return new FaceSheet.Face(
          picture.toBufferedImage(),
          face.landmarks().box(),
          face.landmarks(),
          evaluated.alignment().landmarks(),
          Double.isFinite(evaluated.nme())
              ? String.format(Locale.ROOT, "NME %.1f %%", 100 * evaluated.nme())
              : "no answer");
    }
  }
}
