package io.github.awing.eval;

import io.github.awing.eval.metric.Metrics;
import io.github.awing.eval.report.FigureText;
import io.github.awing.eval.report.ReportPage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Adds tables of published results to a page, with the report's own methods in the first rows. */
final class PublishedSections {

  private static final String RECALLED = " *";
  private static final String MISPRINT = " †";

  private final PublishedSet set;
  private final List<ReportedMethod> methods;

  PublishedSections(PublishedSet set, List<ReportedMethod> methods) {
    this.set = set;
    this.methods = methods;
  }

  /** Adds the tables, by normaliser. */
  void add(ReportPage page) {
    page.heading("Beside published figures").paragraph(comparable());
    for (String normaliser :
        new LinkedHashSet<>(set.results().stream().map(PublishedResult::normaliser).toList())) {
      addAll(page, normaliser);
      addSubsets(page, normaliser);
    }
    if (set.results().stream().anyMatch(PublishedResult::recalled)) {
      page.paragraph(
          RECALLED.strip() + " recalled, not checked against a paper's file or a repository.");
    }
    if (set.results().stream().anyMatch(result -> !result.misprints().isEmpty())) {
      page.paragraph(
          MISPRINT.strip()
              + " a misprint: the area under a curve of errors is at least 1 − NME / threshold, and"
              + " this one is not.");
    }
  }

  private String comparable() {
    int count = first().all().metrics().count();
    Integer theirs = set.faces().get(PublishedResult.ALL);
    if (theirs == null) {
      return "Published on the %s set. The figures compare only if these are its faces."
          .formatted(set.name());
    }
    String published = "Published on the %d faces of the %s set. ".formatted(theirs, set.name());
    if (theirs == count) {
      return published + "Here are as many.";
    }
    return first().subsets().stream()
        .filter(subset -> subset.metrics().count() == count)
        .filter(subset -> set.faces().getOrDefault(subset.name(), 0) == count)
        .findFirst()
        .map(
            subset ->
                published
                    + "Here are its %d faces of '%s': compare these alone."
                        .formatted(count, subset.name()))
        .orElse(published + "Here are %d, so the figures do not compare.".formatted(count));
  }

  private MethodFigures first() {
    return methods.get(0).figures();
  }

  private void addAll(ReportPage page, String normaliser) {
    List<List<String>> rows = new ArrayList<>();
    for (ReportedMethod method : methods) {
      List<GroupFigures> groups = method.figures().by(normaliser);
      if (!groups.isEmpty()) {
        Metrics metrics = groups.get(0).metrics();
        rows.add(
            List.of(
                method.name(),
                FigureText.percent(metrics.nme()),
                FigureText.percent(metrics.failureRate()),
                FigureText.fixed(4, metrics.auc()),
                FigureText.threshold(first().evaluation().threshold()),
                "here"));
      }
    }
    for (PublishedResult result : set.by(normaliser)) {
      PublishedResult.Figures figures = result.figures().get(PublishedResult.ALL);
      boolean hasThreshold = figures.failureRate().isPresent() || figures.auc().isPresent();
      rows.add(
          List.of(
              name(result),
              percent(figures.nme()),
              percent(figures.failureRate()),
              fraction(figures.auc()),
              hasThreshold ? FigureText.threshold(result.threshold()) : FigureText.NONE,
              result.source()));
    }
    page.table(
        "All faces (%s).".formatted(normaliser),
        List.of("method", "NME %", "FR %", "AUC", "at", "source"),
        rows);
  }

  private void addSubsets(ReportPage page, String normaliser) {
    Set<String> subsets = new LinkedHashSet<>();
    set.by(normaliser).forEach(result -> subsets.addAll(result.figures().keySet()));
    subsets.remove(PublishedResult.ALL);
    subsets.removeIf(subset -> first().subsets().stream().noneMatch(g -> g.name().equals(subset)));
    if (subsets.isEmpty()) {
      return;
    }
    addSubsets(
        page,
        "NME % by subset (" + normaliser + ").",
        normaliser,
        subsets,
        Metrics::nme,
        (result, subset) -> percent(result.figures().get(subset).nme()),
        FigureText::percent);
    boolean ofAreas =
        set.by(normaliser).stream()
            .flatMap(result -> result.figures().entrySet().stream())
            .anyMatch(f -> subsets.contains(f.getKey()) && f.getValue().auc().isPresent());
    if (ofAreas) {
      addSubsets(
          page,
          "FR % by subset (" + normaliser + ").",
          normaliser,
          subsets,
          Metrics::failureRate,
          (result, subset) -> percent(result.figures().get(subset).failureRate()),
          FigureText::percent);
      addSubsets(
          page,
          "AUC by subset (" + normaliser + ").",
          normaliser,
          subsets,
          Metrics::auc,
          (result, subset) ->
              fraction(result.figures().get(subset).auc())
                  + (result.misprints().contains(subset) ? MISPRINT : ""),
          auc -> FigureText.fixed(4, auc));
    }
  }

  @FunctionalInterface
  private interface Cell {
    String of(PublishedResult result, String subset);
  }

  private void addSubsets(
      ReportPage page,
      String caption,
      String normaliser,
      Set<String> subsets,
      ToDoubleFunction<Metrics> own,
      Cell published,
      Function<Double, String> text) {
    List<String> headers = new ArrayList<>(List.of("method"));
    headers.addAll(subsets);
    List<List<String>> rows = new ArrayList<>();
    for (ReportedMethod method : methods) {
      List<GroupFigures> groups = method.figures().by(normaliser);
      List<String> row = new ArrayList<>(List.of(method.name()));
      for (String subset : subsets) {
        row.add(
            groups.stream()
                .filter(group -> group.name().equals(subset))
                .findFirst()
                .map(group -> text.apply(own.applyAsDouble(group.metrics())))
                .orElse(FigureText.NONE));
      }
      rows.add(row);
    }
    for (PublishedResult result : set.by(normaliser)) {
      if (result.figures().keySet().containsAll(subsets)) {
        List<String> row = new ArrayList<>(List.of(name(result)));
        subsets.forEach(subset -> row.add(published.of(result, subset)));
        rows.add(row);
      }
    }
    page.table(caption, headers, rows);
  }

  private static String name(PublishedResult result) {
    return result.method() + (result.recalled() ? RECALLED : "");
  }

  private static String percent(OptionalDouble fraction) {
    return fraction.isPresent() ? FigureText.percent(fraction.getAsDouble()) : FigureText.NONE;
  }

  private static String fraction(OptionalDouble fraction) {
    // As many digits as were printed.
    return fraction.isPresent() ? Double.toString(fraction.getAsDouble()) : FigureText.NONE;
  }
}
