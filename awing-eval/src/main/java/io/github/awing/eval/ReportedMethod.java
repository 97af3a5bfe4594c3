package io.github.awing.eval;

import java.util.Optional;

/**
 * One method of a report.
 *
 * @param name of the method
 * @param figures of the method
 * @param unmatched pictures; empty for a network, which predicts every face that it is given
 */
record ReportedMethod(String name, MethodFigures figures, Optional<UnmatchedPictures> unmatched) {

  /** A network that predicts the faces itself. */
  static ReportedMethod ofNetwork(Evaluation evaluation) {
    return new ReportedMethod("this network", MethodFigures.of(evaluation), Optional.empty());
  }

  /** A method whose predictions come from a file. */
  static ReportedMethod ofPredictions(ScoredMethod scored) {
    return new ReportedMethod(
        scored.name(), MethodFigures.of(scored.evaluation()), Optional.of(scored.unmatched()));
  }
}
