package io.github.awing.eval;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Report on methods that are measured on the same faces. {@link ReportJson}, {@link ReportCsv} and
 * {@link ReportHtml} write it.
 *
 * @param title of the page
 * @param methods at least one, in the order of the report
 * @param differences between every two methods
 * @param published results of others on the same test set; empty if none are on file
 * @param run of the network, if its own predictions are measured; empty for predictions from files
 * @param provenance facts by name: data, program, machine and so on
 */
record EvaluationReport(
    String title,
    List<ReportedMethod> methods,
    List<MethodDifference> differences,
    Optional<PublishedSet> published,
    Optional<NetworkRun> run,
    Map<String, String> provenance) {

  /** Reports on one network that ran on a data set. */
  static EvaluationReport ofNetwork(
      Evaluation evaluation, NetworkRun run, Map<String, String> provenance) {
    return of(
        "Face alignment, evaluated",
        List.of(ReportedMethod.ofNetwork(evaluation)),
        Optional.of(run),
        provenance);
  }

  /** Reports on predictions from files. */
  static EvaluationReport ofPredictions(
      List<ScoredMethod> methods, Map<String, String> provenance) {
    return of(
        "Predictions, scored",
        methods.stream().map(ReportedMethod::ofPredictions).toList(),
        Optional.empty(),
        provenance);
  }

  private static EvaluationReport of(
      String title,
      List<ReportedMethod> methods,
      Optional<NetworkRun> run,
      Map<String, String> provenance) {
    return new EvaluationReport(
        title,
        methods,
        MethodDifference.among(methods),
        methods.get(0).figures().published(),
        run,
        provenance);
  }

  /** The first method's figures; scheme, normaliser and threshold are the same for all methods. */
  MethodFigures first() {
    return methods.get(0).figures();
  }

  /**
   * Folder of a method's CSV files in the report's folder: empty for a single method, else the
   * method's name and a slash.
   */
  String folder(ReportedMethod method) {
    return methods.size() == 1 ? "" : method.name() + "/";
  }
}
