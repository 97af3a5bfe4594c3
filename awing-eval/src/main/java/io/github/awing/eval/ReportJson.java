package io.github.awing.eval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.Interval;
import io.github.awing.eval.metric.MetricIntervals;
import io.github.awing.eval.metric.Metrics;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Writes a report as JSON: {@code metrics.json}. Numbers are fractions; a number that is not finite
 * is {@code null}.
 */
final class ReportJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written
   */
  static void write(Path folder, EvaluationReport report) throws IOException {
    AtomicFile.write(
        folder.resolve("metrics.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree(report)) + "\n");
  }

  private static ObjectNode tree(EvaluationReport report) {
    ObjectNode root = JSON.createObjectNode();
    if (report.methods().size() == 1) {
      ReportedMethod only = report.methods().get(0);
      put(root, only, report.folder(only));
    } else {
      putMeasure(root, report.first().evaluation());
      ObjectNode all = root.putObject("methods");
      for (ReportedMethod method : report.methods()) {
        put(all.putObject(method.name()), method, report.folder(method));
      }
      putDifferences(root, report.differences());
    }
    report.run().ifPresent(run -> putTimes(root, run.times()));
    report.published().ifPresent(set -> putPublished(root, set));
    return root;
  }

  /** Puts the facts that are the same for every method. */
  private static void putMeasure(ObjectNode node, Evaluation evaluation) {
    node.put("scheme", evaluation.scheme().name());
    node.put("normaliser", evaluation.normaliser());
    node.put("threshold", evaluation.threshold());
  }

  private static void put(ObjectNode node, ReportedMethod method, String folder) {
    MethodFigures figures = method.figures();
    putMeasure(node, figures.evaluation());
    put(node, figures.all());
    node.put("skipped", figures.evaluation().skipped().size());
    node.put("unanswered", figures.evaluation().unanswered());
    putGroups(node, "subsets", figures.subsets());
    putGroups(node, "parts", figures.parts());
    ObjectNode normalisers = node.putObject("normalisers");
    for (String normaliser : Protocol.normalisers(figures.evaluation().scheme())) {
      List<GroupFigures> groups = figures.by(normaliser);
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
    node.put("perImage", folder + ReportCsv.FACES);
    node.put("perLandmark", folder + ReportCsv.LANDMARKS);
    node.put("perPart", folder + ReportCsv.PARTS);
    method
        .unmatched()
        .ifPresent(
            pictures -> {
              node.put("missing", pictures.missing().size());
              node.put("withoutTruth", pictures.withoutTruth().size());
            });
  }

  private static void putDifferences(ObjectNode root, List<MethodDifference> differences) {
    ArrayNode pairs = root.putArray("differences");
    for (MethodDifference difference : differences) {
      ObjectNode node = pairs.addObject();
      node.put("first", difference.first());
      node.put("second", difference.second());
      put(node, "nme", difference.nme());
      put(node, "failureRate", difference.failureRate());
      put(node, "auc", difference.auc());
      put(node.putObject("intervals"), difference.intervals());
    }
  }

  private static void putTimes(ObjectNode root, StageTimes times) {
    ObjectNode seconds = root.putObject("seconds");
    for (StageTimes.Stage stage : StageTimes.Stage.values()) {
      seconds.put(stage.key(), times.seconds(stage));
    }
  }

  private static void putPublished(ObjectNode root, PublishedSet set) {
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

  private static void put(ObjectNode node, MetricIntervals intervals) {
    put(node, "nme", intervals.nme());
    put(node, "failureRate", intervals.failureRate());
    put(node, "auc", intervals.auc());
  }

  /** Puts a number, or null if it is not finite. */
  private static void put(ObjectNode node, String key, double number) {
    node.put(key, Double.isFinite(number) ? (Double) number : null);
  }

  private static void putGroups(ObjectNode node, String key, List<GroupFigures> groups) {
    ObjectNode all = node.putObject(key);
    groups.forEach(group -> put(all.putObject(group.name()), group));
  }

  private static void put(ObjectNode node, GroupFigures group) {
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
