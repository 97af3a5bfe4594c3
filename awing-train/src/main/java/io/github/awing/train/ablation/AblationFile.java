package io.github.awing.train.ablation;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.awing.data.BadDataException;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.cli.SavedCommand;
import io.github.awing.train.yaml.PlanYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes ablation plans as YAML: those that come with the program, and a user's files.
 * Relative names of files start at the plan's folder.
 */
final class AblationFile {

  private static final PlanYaml<AblationPlan> YAML =
      new PlanYaml<>(AblationPlan.class, "an ablation plan", false);

  private static final String SEED = "seed";

  private final Path file;
  private final String yaml;
  private final Map<JsonPointer, Integer> lines;

  private AblationFile(Path file, String yaml) {
    this.file = file;
    this.yaml = yaml;
    this.lines = PlanYaml.lines(yaml);
  }

  /**
   * Reads a plan and checks all of it, up to the training plan of each row.
   *
   * @param nameOrFile one of {@link AblationPlan#NAMES}, or a file
   * @param data to train on instead, or null
   * @param test to measure on instead, or null
   * @param set more changes of all rows
   * @return the plan, its files named from anywhere
   * @throws BadDataException if there is no such plan, or a value is out of its range
   */
  static AblationPlan read(String nameOrFile, Path data, Path test, Map<String, String> set) {
    Path file = Path.of(nameOrFile);
    boolean shipped = AblationPlan.NAMES.contains(nameOrFile);
    if (!shipped && !Files.isRegularFile(file)) {
      throw new BadDataException(
          file,
          "there is no such ablation plan; give a YAML file or one of "
              + String.join(", ", AblationPlan.NAMES));
    }
    String yaml = shipped ? shipped(nameOrFile) : YAML.text(file);
    AblationPlan plan = YAML.parse(file, yaml);
    return new AblationFile(file, yaml).placed(plan, data, test, set);
  }

  /** Writes a plan in full, as {@link #read} reads it. */
  static String write(AblationPlan plan) {
    return YAML.write(plan);
  }

  /** Writes changes as {@code --set} takes them. */
  static Map<String, String> texts(Map<String, JsonNode> changes) {
    Map<String, String> texts = new LinkedHashMap<>();
    changes.forEach(
        (word, value) ->
            texts.put(
                word,
                value.isTextual()
                    ? value.asText()
                    : value.isDouble() ? Decimal.of(value.asDouble()) : value.toString()));
    return texts;
  }

  private static String shipped(String name) {
    try (InputStream in = AblationFile.class.getResourceAsStream("ablations/" + name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own plan " + name + " cannot be read", e);
    }
  }

  private AblationPlan placed(
      AblationPlan plan, Path data, Path test, Map<String, String> moreChanges) {
    if (plan.data() == null && data == null) {
      throw new BadDataException(file, "it names no faces to train on; give --data DIR");
    }
    Map<String, JsonNode> set = new LinkedHashMap<>(plan.set());
    moreChanges.forEach((word, value) -> set.put(word, new TextNode(value)));
    Map<String, JsonNode> options = new LinkedHashMap<>();
    plan.options().forEach((option, value) -> options.put(option, besides(value)));
    AblationPlan placed =
        plan.with(
            TrainingPlan.NAMES.contains(plan.base()) ? plan.base() : beside(plan.base()),
            data == null ? beside(plan.data()) : absolute(data),
            // Who gives other faces to train on does not mean the test faces of the plan's.
            test != null
                ? absolute(test)
                : plan.test() == null || data != null ? null : beside(plan.test()),
            options,
            set);
    check(placed);
    return placed;
  }

  private String beside(String name) {
    return absolute(file.toAbsolutePath().resolveSibling(name));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /** Completes the name of a file beside the plan. */
  private JsonNode besides(JsonNode value) {
    return value.isTextual() && Files.exists(Path.of(beside(value.asText())))
        ? new TextNode(beside(value.asText()))
        : value;
  }

  private void check(AblationPlan plan) {
    at("/base", () -> TrainingPlan.read(plan.base(), Map.of()));
    at("/options", () -> checkOptions(Ablation.options(plan)));
    at("/set", () -> checkChanges(plan, Map.of()));
    plan.rows()
        .keySet()
        .forEach(row -> at(pointer(row), () -> checkChanges(plan, plan.rows().get(row))));
  }

  private static void checkChanges(AblationPlan plan, Map<String, JsonNode> changes) {
    Map<String, JsonNode> all = new LinkedHashMap<>(plan.set());
    all.putAll(changes);
    if (all.containsKey(SEED)) {
      throw new IllegalArgumentException("'seed' is not for set and rows; say seeds instead");
    }
    TrainingPlan changed = TrainingPlan.read(plan.base(), texts(all));
    if (changed.earlyStop() > 0) {
      throw new IllegalArgumentException(
          "early-stop must be 0 in an ablation, as it would choose by the test faces, but is "
              + changed.earlyStop());
    }
  }

  private static void checkOptions(List<String> options) {
    List<String> words = new ArrayList<>(List.of("--data", "."));
    words.addAll(options);
    new SavedCommand(words).options();
  }

  private static String pointer(String row) {
    return "/rows/" + row;
  }

  /** Checks a part of the file, and names its line in a complaint. */
  private void at(String part, Runnable check) {
    try {
      check.run();
    } catch (BadDataException | IllegalArgumentException e) {
      Integer line = lines.get(JsonPointer.compile(part));
      throw line == null
          ? new BadDataException(file, e.getMessage())
          : new BadDataException(file, line, e.getMessage());
    }
  }
}
