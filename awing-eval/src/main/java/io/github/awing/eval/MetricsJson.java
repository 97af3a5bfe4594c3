package io.github.awing.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Figures as {@code metrics.json} holds them: fractions, {@code null} where a number is not finite,
 * which JSON has no word for.
 */
final class MetricsJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private MetricsJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static String text(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and words can always be written", e);
    }
  }

  /** What was measured, and how: the part that is the same for every method. */
  static void putMeasure(ObjectNode node, Evaluation evaluation) {
    node.put("scheme", evaluation.scheme().name());
    node.put("normaliser", evaluation.normaliser());
    node.put("threshold", evaluation.threshold());
  }

  /**
   * All figures of one evaluation.
   *
   * @param folder where the CSV files lie as seen from {@code metrics.json}, empty or with a slash
   *     at its end
   */
  static void put(ObjectNode node, EvaluationSummary summary, String folder) {
    putMeasure(node, summary.evaluation());
    put(node, summary.all());
    node.put("skipped", summary.evaluation().skipped().size());
    node.put("unanswered", summary.evaluation().unanswered());
    putGroups(node, "subsets", summary.subsets());
    putGroups(node, "parts", summary.parts());
    ObjectNode normalisers = node.putObject("normalisers");
    for (String normaliser : Protocol.normalisers(summary.evaluation().scheme())) {
      List<EvaluatedGroup> groups = summary.by(normaliser);
      if (!groups.isEmpty()) {
        ObjectNode its = normalisers.putObject(normaliser);
        put(its, groups.get(0));
        putGroups(its, "subsets", groups.subList(1, groups.size()));
      }
    }
    node.putObject("bootstrap")
        .put("resamples", Bootstrap.USUAL.resamples())
        .put("seed", Bootstrap.USUAL.seed())
        .put("level", Bootstrap.LEVEL);
    node.put("perImage", folder + "errors.csv");
    node.put("perLandmark", folder + "errors-by-landmark.csv");
    node.put("perPart", folder + "errors-by-part.csv");
  }

  /** What others report on the same test set. */
  static void putPublished(ObjectNode root, PublishedSet set) {
    ObjectNode published = root.putObject("published");
    published.put("set", set.name());
    var results = published.putArray("results");
    for (PublishedResult result : set.results()) {
      ObjectNode node = results.addObject();
      node.put("method", result.method());
      node.put("source", result.source());
      node.put("recalled", result.recalled());
      node.put("normaliser", result.normaliser());
      node.put("threshold", result.threshold());
      ObjectNode subsets = node.putObject("figures");
      result
          .figures()
          .forEach(
              (subset, figures) -> {
                ObjectNode its = subsets.putObject(subset);
                put(its, "nme", figures.nme());
                put(its, "failureRate", figures.failureRate());
                put(its, "auc", figures.auc());
                if (result.misprints().contains(subset)) {
                  its.put("aucMisprinted", true);
                }
              });
    }
  }

  /** The intervals of figures or of their differences. */
  static void put(ObjectNode node, MetricIntervals intervals) {
    put(node, "nme", intervals.nme());
    put(node, "failureRate", intervals.failureRate());
    put(node, "auc", intervals.auc());
  }

  /** A number, or null if it is not finite. */
  static void put(ObjectNode node, String key, double number) {
    node.put(key, Double.isFinite(number) ? (Double) number : null);
  }

  private static void putGroups(ObjectNode node, String key, List<EvaluatedGroup> groups) {
    ObjectNode all = node.putObject(key);
    groups.forEach(group -> put(all.putObject(group.name()), group));
  }

  private static void put(ObjectNode node, EvaluatedGroup group) {
    Metrics metrics = group.metrics();
    node.put("count", metrics.count());
    put(node, "nme", metrics.nme());
    node.put("failureRate", metrics.failureRate());
    node.put("auc", metrics.auc());
    node.put("aucSimpson", metrics.aucSimpson());
    put(node.putObject("intervals"), group.intervals());
  }

  private static void put(ObjectNode node, String key, Interval interval) {
    var ends = node.putArray(key);
    for (double end : new double[] {interval.low(), interval.high()}) {
      ends.add(Double.isFinite(end) ? (Double) end : null);
    }
  }

  private static void put(ObjectNode node, String key, OptionalDouble number) {
    if (number.isPresent()) {
      node.put(key, number.getAsDouble());
    }
  }
}
