package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Landmarks;
import io.github.awing.data.format.LandmarkList;
import io.github.awing.data.format.NamedLandmarks;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Predictions of one method, measured against the truth. A face without a prediction counts as a
 * failure: leaving faces out never improves a score.
 *
 * @param name of the method
 * @param evaluation of all faces of the truth, in its order
 * @param unmatched pictures without a counterpart
 */
record ScoredMethod(String name, Evaluation evaluation, UnmatchedPictures unmatched) {

  /** Most places in one message. */
  private static final int PLACES = 3;

  /**
   * Reads and measures predictions.
   *
   * @throws BadDataException if the file cannot be read, has landmarks of another scheme, names no
   *     picture of the truth, or has another number of faces in a picture than the truth
   */
  static ScoredMethod of(
      String name, Path file, ScoreTruth truth, NormalisedMeanError error, double threshold) {
    List<NamedLandmarks> predictions = LandmarkList.predictions(file, truth.scheme());
    UnaryOperator<String> comparable = comparable(file, truth, predictions);
    Map<String, List<NamedLandmarks>> byImage = new LinkedHashMap<>();
    for (NamedLandmarks face : predictions) {
      byImage.computeIfAbsent(comparable.apply(face.image()), image -> new ArrayList<>()).add(face);
    }
    Map<String, List<AnnotatedFace>> truthByImage = new LinkedHashMap<>();
    for (AnnotatedFace face : truth.faces()) {
      truthByImage
          .computeIfAbsent(comparable.apply(face.image()), image -> new ArrayList<>())
          .add(face);
    }
    List<EvaluatedFace> evaluated = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Map<String, Integer> next = new LinkedHashMap<>();
    for (AnnotatedFace face : truth.faces()) {
      String image = comparable.apply(face.image());
      List<NamedLandmarks> its = byImage.getOrDefault(image, List.of());
      int count = truthByImage.get(image).size();
      if (!its.isEmpty() && its.size() != count) {
        throw new BadDataException(
            file,
            "%s has %s here (%s), but %s in the truth"
                .formatted(face.image(), faces(its.size()), places(its), faces(count)));
      }
      // Several faces of one picture stand in the same order in both files.
      int index = next.merge(image, 1, Integer::sum) - 1;
      Landmarks landmarks;
      if (its.isEmpty()) {
        missing.add(face.image());
        landmarks = Alignment.none(truth.scheme().count()).landmarks();
      } else {
        landmarks = its.get(index).landmarks();
      }
      evaluated.add(
          new EvaluatedFace(
              face,
              new Alignment(landmarks, Collections.nCopies(landmarks.count(), Double.NaN)),
              error.ofEach(face, landmarks)));
    }
    return new ScoredMethod(
        name,
        new Evaluation(
            truth.scheme(), error.name(), threshold, evaluated, truth.attributes(), List.of()),
        new UnmatchedPictures(
            missing,
            byImage.entrySet().stream()
                .filter(entry -> !truthByImage.containsKey(entry.getKey()))
                .map(entry -> entry.getValue().get(0).image())
                .toList()));
  }

  private static UnaryOperator<String> comparable(
      Path file, ScoreTruth truth, List<NamedLandmarks> predictions) {
    return PictureNameMatcher.comparable(
            truth.faces().stream().map(AnnotatedFace::image).toList(),
            predictions.stream().map(NamedLandmarks::image).toList())
        .orElseThrow(
            () ->
                new BadDataException(
                    file,
                    "not one of its pictures is in the truth: there is '%s' here and '%s' there"
                        .formatted(predictions.get(0).image(), truth.faces().get(0).image())));
  }

  /** Places of predictions in their file, without the file's name. */
  private static String places(List<NamedLandmarks> faces) {
    return faces.stream()
            .limit(PLACES)
            .map(face -> face.place().replaceFirst("^.*[/\\\\]", ""))
            .collect(Collectors.joining(", "))
        + (faces.size() > PLACES ? ", …" : "");
  }

  private static String faces(int count) {
    return count + (count == 1 ? " face" : " faces");
  }
}
