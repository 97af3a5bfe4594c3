package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network is worth on a data set.
 *
 * @param scheme of the landmarks
 * @param normaliser the name of what the errors are divided by
 * @param threshold of FR and AUC, a fraction
 * @param faces all that were measured, at least one, in the data set's order
 * @param attributes the data set's attributes, in its order
 * @param skipped a line for each face that could not be measured, saying why
 */
public record Evaluation(
    LandmarkScheme scheme,
    String normaliser,
    double threshold,
    List<EvaluatedFace> faces,
    List<String> attributes,
    List<String> skipped) {

  /**
   * Takes copies of the lists.
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
   * The figures by attribute, over the faces that it holds for; without those it holds for none.
   */
  public Map<String, Metrics> subsets() {
    Map<String, Metrics> subsets = new LinkedHashMap<>();
    for (String attribute : attributes) {
      List<EvaluatedFace> those =
          faces.stream().filter(f -> f.face().attributes().contains(attribute)).toList();
      if (!those.isEmpty()) {
        subsets.put(attribute, errors(those).metrics(threshold));
      }
    }
    return subsets;
  }

  private static FaceErrors errors(List<EvaluatedFace> faces) {
    return FaceErrors.of(faces.stream().mapToDouble(EvaluatedFace::nme).toArray());
  }
}
