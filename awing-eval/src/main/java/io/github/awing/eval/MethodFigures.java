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
 * Figures of one method with their confidence intervals: by subset, part, landmark and normaliser.
 *
 * @param evaluation that the figures are computed from
 * @param all faces together
 * @param subsets one group for each attribute
 * @param parts one group for each part of the face
 * @param landmarks one group for each landmark; empty where no face has the landmark
 * @param others all faces, then the subsets, by the protocol's other normalisers
 */
record MethodFigures(
    Evaluation evaluation,
    GroupFigures all,
    List<GroupFigures> subsets,
    List<GroupFigures> parts,
    List<Optional<GroupFigures>> landmarks,
    Map<String, List<GroupFigures>> others) {

  private static final String ALL = "all faces";

  /** Computes all figures. */
  static MethodFigures of(Evaluation evaluation) {
    double threshold = evaluation.threshold();
    Map<String, List<GroupFigures>> others = new LinkedHashMap<>();
    for (String normaliser : Protocol.normalisers(evaluation.scheme())) {
      if (!normaliser.equals(evaluation.normaliser())) {
        evaluation
            .measuredBy(NormalisedMeanError.of(evaluation.scheme(), normaliser))
            .ifPresent(
                measured ->
                    others.put(
                        normaliser,
                        Stream.concat(
                                Stream.of(GroupFigures.of(ALL, measured.errors(), threshold)),
                                groups(measured.subsetErrors(), threshold).stream())
                            .toList()));
      }
    }
    return new MethodFigures(
        evaluation,
        GroupFigures.of(ALL, evaluation.errors(), threshold),
        groups(evaluation.subsetErrors(), threshold),
        groups(evaluation.partErrors(), threshold),
        IntStream.range(0, evaluation.scheme().count())
            .mapToObj(
                i ->
                    evaluation
                        .landmarkErrors(i)
                        .map(errors -> GroupFigures.of(Integer.toString(i), errors, threshold)))
            .toList(),
        others);
  }

  /** All faces, then the subsets. */
  List<GroupFigures> allAndSubsets() {
    List<GroupFigures> groups = new ArrayList<>(List.of(all));
    groups.addAll(subsets);
    return groups;
  }

  /**
   * All faces, then the subsets, by one of the protocol's normalisers; empty if it cannot measure
   * every face.
   */
  List<GroupFigures> by(String normaliser) {
    return normaliser.equals(evaluation.normaliser())
        ? allAndSubsets()
        : others.getOrDefault(normaliser, List.of());
  }

  /** The test set with published results that the faces seem to be of. */
  Optional<PublishedSet> published() {
    return PublishedSet.of(evaluation.scheme(), subsets.stream().map(GroupFigures::name).toList());
  }

  private static List<GroupFigures> groups(Map<String, FaceErrors> errors, double threshold) {
    return errors.entrySet().stream()
        .map(group -> GroupFigures.of(group.getKey(), group.getValue(), threshold))
        .toList();
  }
}
