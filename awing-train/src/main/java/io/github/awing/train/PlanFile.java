package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.train.yaml.PlanYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes training plans as YAML: those that come with the program, and a user's files.
 */
final class PlanFile {

  /** Data sets of the paper, which trained all alike. */
  private static final List<String> OF_THE_PAPER = List.of("wflw", "300w", "cofw", "aflw");

  private static final PlanYaml<TrainingPlan> YAML =
      new PlanYaml<>(TrainingPlan.class, "a plan", true);

  private PlanFile() {}

  /** Reads a shipped plan or a file, see {@link TrainingPlan#read}. */
  static TrainingPlan read(String nameOrFile, Map<String, String> changes) {
    if (TrainingPlan.NAMES.contains(nameOrFile)) {
      return parse(Path.of(nameOrFile), shipped(nameOrFile), changes);
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          file,
          "there is no such plan; give a YAML file or one of "
              + String.join(", ", TrainingPlan.NAMES));
    }
    return parse(file, YAML.text(file), changes);
  }

  /** Writes a plan in full, as {@link #read} reads it. */
  static String write(TrainingPlan plan) {
    return YAML.write(plan);
  }

  private static String shipped(String name) {
    String file = OF_THE_PAPER.contains(name) ? "paper" : name;
    try (InputStream in = PlanFile.class.getResourceAsStream("plans/" + file + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own plan " + name + " cannot be read", e);
    }
  }

  private static TrainingPlan parse(Path file, String yaml, Map<String, String> changes) {
    // Read as it stands first, so that a complaint of the file names its line.
    return YAML.changed(file, YAML.parse(file, yaml), changes);
  }
}
