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

/** Adds sections on one method to a page: figures, curves, subsets, landmarks and faces. */
final class MethodSections {

  private static final int BEST = 4;
  private static final int WORST = 8;
  private static final int WORST_LANDMARKS = 10;

  private final ReportPage page;

  MethodSections(ReportPage page) {
    this.page = page;
  }

  /** Adds NME, FR and AUC of all faces and every subset, by every normaliser. */
  void figures(MethodFigures figures) {
    Evaluation evaluation = figures.evaluation();
    page.table(
        "Errors are divided by each face's size (%s). In brackets: 95 %% confidence intervals (bootstrap, %d resamples)."
            .formatted(evaluation.normaliser(), Bootstrap.USUAL.resamples()),
        MetricsTable.headers("subset", evaluation.threshold()),
        MetricsTable.rows(figures.allAndSubsets()));
    figures
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

  /** Adds the error distributions of all faces and of every subset. */
  void curves(MethodFigures figures) {
    Map<String, FaceErrors> curves = new LinkedHashMap<>();
    figures.allAndSubsets().forEach(group -> curves.put(group.name(), group.errors()));
    curves(curves, figures.evaluation().threshold());
  }

  /** Adds error distributions by name. */
  void curves(Map<String, FaceErrors> curves, double threshold) {
    page.plot(
        CedPlot.draw(curves, threshold),
        "Cumulative error distribution of " + String.join(", ", curves.keySet()),
        "The fraction of faces with at most a certain NME.");
  }

  /** Adds the NME of every subset as bars, if there are subsets. */
  void subsets(MethodFigures figures) {
    if (!figures.subsets().isEmpty()) {
      bars("NME by subset, %", figures.allAndSubsets(), figures.all());
    }
  }

  /** Adds figures by part of the face and by landmark. */
  void landmarks(MethodFigures figures) {
    Evaluation evaluation = figures.evaluation();
    if (!figures.parts().isEmpty()) {
      page.table(
          "The mean error over each part's landmarks.",
          MetricsTable.headers("part", evaluation.threshold()),
          MetricsTable.rows(figures.parts()));
      bars("NME by part of the face, %", figures.parts(), null);
    }
    double[] errors =
        figures.landmarks().stream()
            .mapToDouble(its -> its.map(group -> group.metrics().nme()).orElse(Double.NaN))
            .toArray();
    List<GroupFigures> worst =
        figures.landmarks().stream()
            .flatMap(its -> its.stream())
            .sorted(
                Comparator.comparingDouble((GroupFigures its) -> its.metrics().nme()).reversed())
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

  /** Adds the best and the worst faces. */
  void faces(MethodFigures figures) {
    List<EvaluatedFace> ascending = figures.evaluation().ascending();
    List<EvaluatedFace> best = ascending.subList(0, Math.min(BEST, ascending.size()));
    List<EvaluatedFace> worst =
        ascending.subList(Math.max(0, ascending.size() - WORST), ascending.size()).stream()
            .sorted(Comparator.comparingDouble(EvaluatedFace::nme).reversed())
            .toList();
    faces(figures, "best", best);
    faces(figures, "worst", worst);
  }

  private void faces(MethodFigures figures, String which, List<EvaluatedFace> faces) {
    String names =
        faces.stream()
            .map(face -> face.face().image() + ": " + EvaluationPictures.caption(face))
            .collect(Collectors.joining(", "));
    page.picture(
        EvaluationPictures.sheet(figures.evaluation().scheme(), faces),
        "The %s faces with true and predicted landmarks".formatted(which),
        "The %s: %s.".formatted(which, names));
  }

  private void bars(String title, List<GroupFigures> groups, GroupFigures whole) {
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
