package io.github.awing.train;

import io.github.awing.data.FaceDataSet;
import io.github.awing.eval.cli.ComputeBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Origin of a training's figures, for its report. */
final class Provenance {

  private Provenance() {}

  /**
   * Lists data, training time, plan, program and machine.
   *
   * @param source folder of the data, if it is known
   */
  static Map<String, String> of(
      TrainingPlan plan, Optional<Path> source, FaceDataSet faces, double trainingSeconds) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "data",
        source.map(folder -> folder + " ").orElse("")
            + "(%s, %s, %d faces)"
                .formatted(faces.format(), faces.scheme().name(), faces.faces().size()));
    facts.put("training time", String.format(Locale.ROOT, "%.0f s", trainingSeconds));
    facts.put("plan", plan.toYaml().strip());
    facts.put("program", new TrainMain.Version().getVersion()[0]);
    facts.put("machine", ComputeBackend.describe());
    facts.put("Java", System.getProperty("java.version"));
    return facts;
  }
}
