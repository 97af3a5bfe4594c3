package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Measures an aligner on a data set.
 *
 * @param aligner what is measured
 * @param error how one face is measured
 * @param threshold of FR and AUC, a fraction above 0
 * @param strict whether a face that cannot be measured, for its picture or for its true landmarks,
 *     ends the evaluation instead of being skipped and named
 */
public record Evaluator(
    FaceAligner aligner, NormalisedMeanError error, double threshold, boolean strict) {

  private static final int BATCH = 8;

  /**
   * Checks the threshold.
   *
   * @throws IllegalArgumentException if it is not above 0 and at most 1000
   */
  public Evaluator {
    FaceErrors.of(0).metrics(threshold);
  }

  /**
   * Aligns and measures all faces.
   *
   * @param data with the aligner's scheme
   * @param progress told how many faces have been gone through, again and again
   * @throws IllegalArgumentException if the data set has another scheme, or no face could be
   *     measured
   * @throws BadDataException if strict and a face cannot be measured
   */
  public Evaluation evaluate(FaceDataSet data, IntConsumer progress) {
    if (!data.scheme().name().equals(aligner.scheme().name())) {
      throw new IllegalArgumentException(
          "the network finds landmarks of %s, but the data set has those of %s"
              .formatted(aligner.scheme().name(), data.scheme().name()));
    }
    List<EvaluatedFace> evaluated = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (int from = 0; from < data.faces().size(); from += BATCH) {
      int to = Math.min(from + BATCH, data.faces().size());
      evaluate(data.faces().subList(from, to), evaluated, skipped);
      progress.accept(to);
    }
    return new Evaluation(
        data.scheme(), error.name(), threshold, evaluated, data.attributes(), skipped);
  }

  private void evaluate(
      List<AnnotatedFace> faces, List<EvaluatedFace> evaluated, List<String> skipped) {
    List<AnnotatedFace> readable = new ArrayList<>();
    List<FaceAligner.CroppedFace> cropped = new ArrayList<>();
    try {
      for (AnnotatedFace face : faces) {
        try {
          checkMeasurable(face);
          cropped.add(crop(face));
          readable.add(face);
        } catch (BadDataException e) {
          if (strict) {
            throw e;
          }
          skipped.add(e.getMessage());
        }
      }
      List<Alignment> alignments = aligner.align(cropped);
      for (int i = 0; i < readable.size(); i++) {
        AnnotatedFace face = readable.get(i);
        Alignment alignment = alignments.get(i);
        evaluated.add(new EvaluatedFace(face, alignment, error.of(face, alignment.landmarks())));
      }
    } finally {
      cropped.forEach(face -> face.crop().close());
    }
  }

  private void checkMeasurable(AnnotatedFace face) {
    try {
      error.of(face, face.landmarks());
    } catch (IllegalArgumentException e) {
      throw new BadDataException(face.picture(), e.getMessage());
    }
  }

  private FaceAligner.CroppedFace crop(AnnotatedFace face) {
    try (Picture picture = face.picture().read()) {
      return aligner.crop(picture, face.box());
    }
  }
}
