package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.PicturePart;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures an aligner on a data set.
 *
 * @param aligner to measure
 * @param error measure of one face
 * @param threshold of FR and AUC, a fraction above 0
 * @param strict whether a face that cannot be measured, because of its picture or its true
 *     landmarks, ends the evaluation; otherwise it is skipped and named
 * @param flip whether the network also runs on every face's mirror image; the mean of the two
 *     predictions counts
 */
public record Evaluator(
    FaceAligner aligner,
    NormalisedMeanError error,
    double threshold,
    boolean strict,
    boolean flip) {

  /**
   * Checks the threshold.
   *
   * @throws IllegalArgumentException if the threshold is not above 0 and at most 1000
   */
  public Evaluator {
    FaceErrors.of(0).metrics(threshold);
  }

  /** Runs the network once on every face, without the flip test. */
  public Evaluator(
      FaceAligner aligner, NormalisedMeanError error, double threshold, boolean strict) {
    this(aligner, error, threshold, strict, false);
  }

  /**
   * Aligns and measures all faces.
   *
   * @param data with the aligner's scheme
   * @param progress takes the number of processed faces, after every batch
   * @throws IllegalArgumentException if the data set has another scheme, or no face could be
   *     measured
   * @throws BadDataException if strict and a face cannot be measured
   */
  public Evaluation evaluate(FaceDataSet data, IntConsumer progress) {
    return evaluate(data, progress, new StageTimes());
  }

  /**
   * Aligns and measures all faces, and times the stages.
   *
   * @param data with the aligner's scheme
   * @param progress takes the number of processed faces, after every batch
   * @param times to which this run's times are added
   * @throws IllegalArgumentException if the data set has another scheme, or no face could be
   *     measured
   * @throws BadDataException if strict and a face cannot be measured
   */
  public Evaluation evaluate(FaceDataSet data, IntConsumer progress, StageTimes times) {
    if (!data.scheme().name().equals(aligner.scheme().name())) {
      throw new IllegalArgumentException(
          "the network finds landmarks of %s, but the data set has those of %s"
              .formatted(aligner.scheme().name(), data.scheme().name()));
    }
    List<EvaluatedFace> evaluated = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (int from = 0; from < data.faces().size(); from += FaceAligner.MOST_AT_ONCE) {
      int to = Math.min(from + FaceAligner.MOST_AT_ONCE, data.faces().size());
      try (Batch batch = new Batch()) {
        List<AnnotatedFace> faces = data.faces().subList(from, to);
        times.of(StageTimes.Stage.READING, () -> batch.read(faces, skipped));
        if (!batch.faces.isEmpty()) {
          evaluated.addAll(batch.evaluate(times));
        }
      }
      progress.accept(to);
    }
    return new Evaluation(
        data.scheme(), error.name(), threshold, evaluated, data.attributes(), skipped);
  }

  /** Faces that go through the network together. */
  private final class Batch implements AutoCloseable {
    private final List<AnnotatedFace> faces = new ArrayList<>();
    private final List<CroppedFace> cropped = new ArrayList<>();
    private final List<CroppedFace> mirrored = new ArrayList<>();

    Batch read(List<AnnotatedFace> all, List<String> skipped) {
      for (AnnotatedFace face : all) {
        try {
          checkMeasurable(face);
          crop(face);
          faces.add(face);
        } catch (BadDataException e) {
          if (strict) {
            throw e;
          }
          skipped.add(e.getMessage());
        }
      }
      return this;
    }

    private void checkMeasurable(AnnotatedFace face) {
      try {
        error.ofEach(face, face.landmarks());
      } catch (IllegalArgumentException e) {
        throw new BadDataException(face.picture(), e.getMessage());
      }
    }

    private void crop(AnnotatedFace face) {
      FaceCropper cropper = aligner.cropper();
      try (PicturePart picture = cropper.part(face.picture(), face.box())) {
        CroppedFace its = cropper.crop(picture, cropper.toCrop(face.box()));
        cropped.add(its);
        if (flip) {
          mirrored.add(FlipTest.mirrored(picture, its, cropper));
        }
      }
    }

    List<EvaluatedFace> evaluate(StageTimes times) {
      try (INDArray heatmaps = times.of(StageTimes.Stage.NETWORK, this::heatmaps)) {
        return times.of(StageTimes.Stage.DECODING, () -> measured(heatmaps));
      }
    }

    private INDArray heatmaps() {
      INDArray heatmaps = aligner.run(cropped);
      if (flip) {
        try (INDArray ofMirrored = aligner.run(mirrored)) {
          FlipTest.average(heatmaps, ofMirrored, aligner.scheme());
        }
      }
      return heatmaps;
    }

    private List<EvaluatedFace> measured(INDArray heatmaps) {
      List<Alignment> alignments = aligner.decode(heatmaps, cropped);
      List<EvaluatedFace> evaluated = new ArrayList<>();
      for (int i = 0; i < faces.size(); i++) {
        AnnotatedFace face = faces.get(i);
        Alignment alignment = alignments.get(i);
        evaluated.add(
            new EvaluatedFace(face, alignment, error.ofEach(face, alignment.landmarks())));
      }
      return evaluated;
    }

    @Override
    public void close() {
      cropped.forEach(CroppedFace::close);
      mirrored.forEach(CroppedFace::close);
    }
  }
}
