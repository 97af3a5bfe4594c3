package io.github.awing.train;

import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.cli.ComputeBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where a training's figures come from, as its report tells. */
final class Provenance {

  private Provenance() {}

  static Map<String, String> of(
      TrainingPlan plan, Path data, FaceDataSet faces, double trainingSeconds) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "data",
        "%s (%s, %s, %d faces)"
            .formatted(data, faces.format(), faces.scheme().name(), faces.faces().size()));
    facts.put("training time", String.format(Locale.ROOT, "%.0f s", trainingSeconds));
    facts.put("plan", plan.toYaml().strip());
    facts.put("program", new TrainMain.Version().getVersion()[0]);
    facts.put("machine", ComputeBackend.describe());
    facts.put("Java", System.getProperty("java.version"));
    return facts;
  }
}
