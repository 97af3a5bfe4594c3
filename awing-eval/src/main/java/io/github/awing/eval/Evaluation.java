package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Errors of one network on one data set.
 *
 * @param scheme of the landmarks
 * @param normaliser name of the face size by which errors are divided
 * @param threshold of FR and AUC, a fraction
 * @param faces the measured faces, at least one, in the data set's order
 * @param attributes of the data set, in its order
 * @param skipped one line for each face that could not be measured: the reason
 */
public record Evaluation(
    LandmarkScheme scheme,
    String normaliser,
    double threshold,
    List<EvaluatedFace> faces,
    List<String> attributes,
    List<String> skipped) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are no faces
   */
  public Evaluation {
    if (faces.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the faces could be measured"
              + (skipped.isEmpty() ? "" : ", the first one because " + skipped.get(0)));
    }
    faces = List.copyOf(faces);
    attributes = List.copyOf(attributes);
    skipped = List.copyOf(skipped);
  }

  /** The errors of all faces. */
  public FaceErrors errors() {
    return errors(faces);
  }

  /** The figures over all faces. */
  public Metrics metrics() {
    return errors().metrics(threshold);
  }

  /**
   * The figures by attribute, over the faces with that attribute; without attributes of no face.
   */
  public Map<String, Metrics> subsets() {
    Map<String, Metrics> subsets = new LinkedHashMap<>();
    subsetErrors().forEach((name, errors) -> subsets.put(name, errors.metrics(threshold)));
    return subsets;
  }

  /** The errors by attribute, of the faces with that attribute; without attributes of no face. */
  public Map<String, FaceErrors> subsetErrors() {
    Map<String, FaceErrors> subsets = new LinkedHashMap<>();
    for (String attribute : attributes) {
      List<EvaluatedFace> those =
          faces.stream().filter(f -> f.face().attributes().contains(attribute)).toList();
      if (!those.isEmpty()) {
        subsets.put(attribute, errors(those));
      }
    }
    return subsets;
  }

  /**
   * The errors by part of the face. A face's error is the mean over the part's labelled landmarks;
   * faces without such a landmark are left out.
   */
  public Map<String, FaceErrors> partErrors() {
    Map<String, FaceErrors> parts = new LinkedHashMap<>();
    scheme
        .parts()
        .forEach(
            (name, landmarks) ->
                errorsIn(face -> face.errors().mean(landmarks))
                    .ifPresent(errors -> parts.put(name, errors)));
    return parts;
  }

  /**
   * The errors of one landmark, over the faces with a label for it.
   *
   * @param index from 0
   * @return empty if no face has a label for it
   */
  public Optional<FaceErrors> landmarkErrors(int index) {
    return errorsIn(face -> face.errors().of(index));
  }

  /** The faces by ascending error. */
  public List<EvaluatedFace> ascending() {
    return faces.stream().sorted(Comparator.comparingDouble(EvaluatedFace::nme)).toList();
  }

  /** Number of faces without a finite prediction. */
  public int unanswered() {
    return (int) faces.stream().filter(face -> !face.answered()).count();
  }

  /**
   * Measures the same predictions by another normaliser.
   *
   * @return empty if the normaliser cannot measure every face
   */
  public Optional<Evaluation> measuredBy(NormalisedMeanError error) {
    List<EvaluatedFace> measured = new ArrayList<>();
    for (EvaluatedFace face : faces) {
      if (!error.measures(face.face())) {
        return Optional.empty();
      }
      measured.add(
          new EvaluatedFace(
              face.face(),
              face.alignment(),
              error.ofEach(face.face(), face.alignment().landmarks())));
    }
    return Optional.of(
        new Evaluation(scheme, error.name(), threshold, measured, attributes, skipped));
  }

  private Optional<FaceErrors> errorsIn(ToDoubleFunction<EvaluatedFace> error) {
    double[] errors = faces.stream().mapToDouble(error).filter(e -> !Double.isNaN(e)).toArray();
    return errors.length == 0 ? Optional.empty() : Optional.of(FaceErrors.of(errors));
  }

  private static FaceErrors errors(List<EvaluatedFace> faces) {
    return FaceErrors.of(faces.stream().mapToDouble(EvaluatedFace::nme).toArray());
  }
}
