package io.github.awing.eval;

import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that is told of an evaluation, figures and intervals.
 *
 * @param evaluation what is told of
 * @param all all faces
 * @param subsets the faces of each attribute
 * @param parts the landmarks of each part of the face
 * @param landmarks each landmark, empty where it is told in no face
 * @param others all faces and the subsets by the protocol's other normalisers, by name
 */
record EvaluationSummary(
    Evaluation evaluation,
    EvaluatedGroup all,
    List<EvaluatedGroup> subsets,
    List<EvaluatedGroup> parts,
    List<Optional<EvaluatedGroup>> landmarks,
    Map<String, List<EvaluatedGroup>> others) {

  private static final String ALL = "all faces";

  static EvaluationSummary of(Evaluation evaluation) {
    double threshold = evaluation.threshold();
    Map<String, List<EvaluatedGroup>> others = new LinkedHashMap<>();
    for (String normaliser : Protocol.normalisers(evaluation.scheme())) {
      if (!normaliser.equals(evaluation.normaliser())) {
        evaluation
            .measuredBy(NormalisedMeanError.of(evaluation.scheme(), normaliser))
            .ifPresent(
                measured ->
                    others.put(
                        normaliser,
                        Stream.concat(
                                Stream.of(EvaluatedGroup.of(ALL, measured.errors(), threshold)),
                                groups(measured.subsetErrors(), threshold).stream())
                            .toList()));
      }
    }
    return new EvaluationSummary(
        evaluation,
        EvaluatedGroup.of(ALL, evaluation.errors(), threshold),
        groups(evaluation.subsetErrors(), threshold),
        groups(evaluation.partErrors(), threshold),
        IntStream.range(0, evaluation.scheme().count())
            .mapToObj(
                i ->
                    evaluation
                        .landmarkErrors(i)
                        .map(errors -> EvaluatedGroup.of(Integer.toString(i), errors, threshold)))
            .toList(),
        others);
  }

  /** All faces, then the subsets. */
  List<EvaluatedGroup> allAndSubsets() {
    List<EvaluatedGroup> groups = new ArrayList<>(List.of(all));
    groups.addAll(subsets);
    return groups;
  }

  /** The same by any of the protocol's normalisers; empty if it does not measure every face. */
  List<EvaluatedGroup> by(String normaliser) {
    return normaliser.equals(evaluation.normaliser())
        ? allAndSubsets()
        : others.getOrDefault(normaliser, List.of());
  }

  /** The test set of which others report, if it is one. */
  Optional<PublishedSet> published() {
    return PublishedSet.of(
        evaluation.scheme(), subsets.stream().map(EvaluatedGroup::name).toList());
  }

  private static List<EvaluatedGroup> groups(Map<String, FaceErrors> errors, double threshold) {
    return errors.entrySet().stream()
        .map(group -> EvaluatedGroup.of(group.getKey(), group.getValue(), threshold))
        .toList();
  }
}
