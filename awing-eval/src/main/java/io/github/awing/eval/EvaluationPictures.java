package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Picture;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.eval.draw.FaceSheet;
import io.github.awing.eval.draw.HeatmapSheet;
import io.github.awing.eval.report.FigureText;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws faces of an evaluation and their heatmaps. */
public final class EvaluationPictures {

  private static final int COLUMNS = 4;
  // The authors' Gaussian, for a comparison by eye.
  private static final GaussianHeatmaps TARGET = new GaussianHeatmaps(1.75, false);

  private EvaluationPictures() {}

  /**
   * Draws faces spread evenly from the smallest error to the largest, each with its NME.
   *
   * @param count number of faces, at least 1; an evaluation of fewer faces shows all
   */
  public static BufferedImage faces(Evaluation evaluation, int count) {
    List<EvaluatedFace> sorted = evaluation.ascending();
    int shown = Math.min(count, sorted.size());
    List<EvaluatedFace> faces = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      int index = shown == 1 ? 0 : (int) Math.round(i * (sorted.size() - 1.0) / (shown - 1));
      faces.add(sorted.get(index));
    }
    return sheet(evaluation.scheme(), faces);
  }

  /** Draws faces, each with its NME; on grey where a face's picture is missing. */
  static BufferedImage sheet(LandmarkScheme scheme, List<EvaluatedFace> faces) {
    return FaceSheet.draw(
        faces.stream().map(EvaluationPictures::sheetFace).toList(), scheme, COLUMNS);
  }

  /** Draws the heatmaps of the face with the median error. */
  public static BufferedImage heatmaps(Evaluation evaluation, FaceAligner aligner) {
    List<EvaluatedFace> sorted = evaluation.ascending();
    return heatmaps(sorted.get(sorted.size() / 2).face(), aligner);
  }

  /** Draws the heatmaps of one face. */
  public static BufferedImage heatmaps(AnnotatedFace face, FaceAligner aligner) {
    try (CroppedFace cropped = aligner.cropper().crop(face.picture(), face.box())) {
      float[][] predicted = aligner.heatmaps(cropped);
      float[][] target =
          new TargetHeatmaps(aligner.scheme(), TARGET, predicted.length > aligner.scheme().count())
              .draw(face.landmarks().map(cropped.toCrop()::apply), aligner.cropper().size());
      return HeatmapSheet.draw(
          cropped.crop().toBufferedImage(), aligner.scheme(), predicted, target);
    }
  }

  private static FaceSheet.Face sheetFace(EvaluatedFace evaluated) {
    AnnotatedFace face = evaluated.face();
    return new FaceSheet.Face(
        picture(face),
        face.landmarks().box(),
        face.landmarks(),
        evaluated.alignment().landmarks(),
        caption(evaluated));
  }

  /** A face's NME in a few words. */
  static String caption(EvaluatedFace face) {
    return face.answered() ? "NME " + FigureText.percent(face.nme()) + " %" : "no answer";
  }

  private static BufferedImage picture(AnnotatedFace face) {
    try (Picture picture = face.picture().read()) {
      return picture.toBufferedImage();
    } catch (BadDataException e) {
      // The sheet draws grey beyond the picture; the figures do not depend on it.
      return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    }
  }
}
