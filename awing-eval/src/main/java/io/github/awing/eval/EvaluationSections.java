package io.github.awing.eval;

import io.github.awing.eval.draw.BarPlot;
import io.github.awing.eval.draw.CedPlot;
import io.github.awing.eval.draw.LandmarkErrorPlot;
import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sections that every report on measured faces has, each on a page that is being made. */
final class EvaluationSections {

  private static final int BEST = 4;
  private static final int WORST = 8;
  private static final int WORST_LANDMARKS = 10;

  private final ReportPage page;

  EvaluationSections(ReportPage page) {
    this.page = page;
  }

  /** NME, FR and AUC of all faces and every subset, by the chosen normaliser and by the others. */
  void figures(EvaluationSummary summary) {
    Evaluation evaluation = summary.evaluation();
    page.table(
        "Errors are divided by each face's size (%s). In brackets: 95 %% confidence intervals (bootstrap, %d resamples)."
            .formatted(evaluation.normaliser(), Bootstrap.USUAL.resamples()),
        MetricsTable.headers("subset", evaluation.threshold()),
        MetricsTable.rows(summary.allAndSubsets()));
    summary
        .others()
        .forEach(
            (normaliser, groups) ->
                page.table(
                    "The same by another size (%s).".formatted(normaliser),
                    MetricsTable.headers("subset", evaluation.threshold()),
                    MetricsTable.rows(groups)));
    if (evaluation.unanswered() > 0) {
      page.paragraph(
          "%d of the faces got no finite answer. They count as failures and make the mean infinite."
              .formatted(evaluation.unanswered()));
    }
  }

  /** The curves of all faces and of every subset. */
  void curves(EvaluationSummary summary) {
    Map<String, FaceErrors> curves = new LinkedHashMap<>();
    summary.allAndSubsets().forEach(group -> curves.put(group.name(), group.errors()));
    curves(curves, summary.evaluation().threshold());
  }

  /** The curves of anything. */
  void curves(Map<String, FaceErrors> curves, double threshold) {
    page.plot(
        CedPlot.draw(curves, threshold),
        "Cumulative error distribution of " + String.join(", ", curves.keySet()),
        "The fraction of faces with at most a certain NME.");
  }

  /** NME by subset as bars, if there are subsets. */
  void subsets(EvaluationSummary summary) {
    if (!summary.subsets().isEmpty()) {
      bars("NME by subset, %", summary.allAndSubsets(), summary.all());
    }
  }

  /** Figures by part of the face and by landmark. */
  void landmarks(EvaluationSummary summary) {
    Evaluation evaluation = summary.evaluation();
    if (!summary.parts().isEmpty()) {
      page.table(
          "The mean error over each part's landmarks.",
          MetricsTable.headers("part", evaluation.threshold()),
          MetricsTable.rows(summary.parts()));
      bars("NME by part of the face, %", summary.parts(), null);
    }
    double[] errors =
        summary.landmarks().stream()
            .mapToDouble(its -> its.map(group -> group.metrics().nme()).orElse(Double.NaN))
            .toArray();
    List<EvaluatedGroup> worst =
        summary.landmarks().stream()
            .flatMap(its -> its.stream())
            .sorted(
                Comparator.comparingDouble((EvaluatedGroup its) -> its.metrics().nme()).reversed())
            .limit(WORST_LANDMARKS)
            .toList();
    page.plot(
        LandmarkErrorPlot.draw(
            evaluation.scheme(),
            MeanFace.of(evaluation.faces().stream().map(EvaluatedFace::face).toList()),
            errors),
        "The mean error of every landmark on the mean face. The largest: "
            + worst.stream()
                .map(
                    its ->
                        "landmark %s %s %%"
                            .formatted(its.name(), FigureText.percent(its.metrics().nme())))
                .collect(Collectors.joining(", ")),
        "The mean error of every landmark, on the mean of all true faces; numbered are the worst."
            + " errors-by-landmark.csv has all.");
    page.table(
        "The landmarks with the largest errors.",
        MetricsTable.headers("landmark", evaluation.threshold()),
        MetricsTable.rows(worst));
  }

  /** The best and the worst faces. */
  void faces(EvaluationSummary summary) {
    List<EvaluatedFace> ascending = summary.evaluation().ascending();
    List<EvaluatedFace> best = ascending.subList(0, Math.min(BEST, ascending.size()));
    List<EvaluatedFace> worst =
        ascending.subList(Math.max(0, ascending.size() - WORST), ascending.size()).stream()
            .sorted(Comparator.comparingDouble(EvaluatedFace::nme).reversed())
            .toList();
    faces(summary, "best", best);
    faces(summary, "worst", worst);
  }

  private void faces(EvaluationSummary summary, String which, List<EvaluatedFace> faces) {
    String names =
        faces.stream()
            .map(face -> face.face().image() + ": " + EvaluationPictures.caption(face))
            .collect(Collectors.joining(", "));
    page.picture(
        EvaluationPictures.sheet(summary.evaluation().scheme(), faces),
        "The %s faces with true and predicted landmarks".formatted(which),
        "The %s: %s.".formatted(which, names));
  }

  private void bars(String title, List<EvaluatedGroup> groups, EvaluatedGroup whole) {
    page.plot(
        BarPlot.draw(
            title,
            groups.stream()
                .map(
                    group ->
                        new BarPlot.Bar(
                            group.name(),
                            group.metrics().nme(),
                            group.intervals().nme().low(),
                            group.intervals().nme().high(),
                            FigureText.percent(group.metrics().nme()),
                            group == whole))
                .toList()),
        title
            + ": "
            + groups.stream()
                .map(group -> group.name() + " " + FigureText.percent(group.metrics().nme()))
                .collect(Collectors.joining(", ")),
        "Bars are means, lines their 95 % confidence intervals.");
  }
}
