package io.github.awing.train.ablation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plan of an ablation: rows that differ in named parts of one training plan, and the seeds to train
 * every row with. It is a YAML file, word for word.
 *
 * @param base the training plan that all rows change, a name or a file
 * @param data the folder of the faces to train on
 * @param test the folder of the faces to measure on; null for the test faces of {@code data}
 * @param options more options of {@code train}, without their dashes, for every training
 * @param set changes that all rows make to the base
 * @param seeds of the trainings of each row, at least one, above 0
 * @param learningRates those among which each loss's is chosen; none to keep the plan's
 * @param rows changes of each row, by its name; the first is the one to compare others with
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record AblationPlan(
    String base,
    String data,
    String test,
    Map<String, JsonNode> options,
    Map<String, JsonNode> set,
    List<Long> seeds,
    List<Double> learningRates,
    Map<String, Map<String, JsonNode>> rows) {

  /** Names of the plans that come with the program. */
  static final List<String> NAMES = List.of("paper");

  /** Seed of the trainings that choose learning rates, and of no others. */
  static final long CHOOSING_SEED = 0;

  private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._+-]*";

  /** Options of {@code train} that the ablation itself decides. */
  private static final Set<String> OWN_OPTIONS =
      Set.of(
          "plan",
          "data",
          "out",
          "set",
          "validation",
          "validation-split",
          "hold-out",
          "overwrite",
          "verbose");

  /**
   * Takes copies, and checks every part but the changes.
   *
   * @throws IllegalArgumentException if one cannot be; the message begins with its word
   */
  AblationPlan {
    check(base != null, "base must be given: a training plan's name or file");
    options = copy(options);
    set = copy(set);
    seeds = seeds == null ? List.of() : seeds;
    learningRates = learningRates == null ? List.of() : learningRates;
    Map<String, Map<String, JsonNode>> copies = new LinkedHashMap<>();
    (rows == null ? Map.<String, Map<String, JsonNode>>of() : rows)
        .forEach((name, changes) -> copies.put(name, copy(changes)));
    rows = Collections.unmodifiableMap(copies);
    check(
        !seeds.isEmpty() && seeds.stream().allMatch(seed -> seed != null && seed > CHOOSING_SEED),
        "seeds must be some whole numbers above 0 (with 0 learning rates are chosen), but are "
            + seeds);
    check(
        seeds.stream().distinct().count() == seeds.size(),
        "seeds must differ from each other, but are " + seeds);
    check(
        learningRates.stream().allMatch(rate -> rate != null && rate > 0 && Double.isFinite(rate)),
        "learning-rates must be above 0, but are " + learningRates);
    check(
        learningRates.stream().distinct().count() == learningRates.size(),
        "learning-rates must differ from each other, but are " + learningRates);
    check(
        !rows.isEmpty(),
        "rows must be given: names, and the changes of each, for instance"
            + " {awing: {}, mse: {loss: mse}}");
    Set<String> folders = new TreeSet<>();
    for (String row : rows.keySet()) {
      check(
          row.matches(NAME),
          "rows must have names of letters, digits, spaces and . _ + -, but one is '" + row + "'");
      check(
          folders.add(folder(row).toLowerCase(Locale.ROOT)),
          "rows must have names that make different folders, but '" + row + "' does not");
    }
    for (String option : options.keySet()) {
      check(
          !OWN_OPTIONS.contains(option),
          "options must not hold '" + option + "', which the ablation itself decides");
    }
    seeds = List.copyOf(seeds);
    learningRates = List.copyOf(learningRates);
  }

  /** Returns a row's part in names of folders. */
  static String folder(String row) {
    return row.replace(' ', '-');
  }

  /** Replaces names of files and changes. */
  AblationPlan with(
      String newBase,
      String newData,
      String newTest,
      Map<String, JsonNode> newOptions,
      Map<String, JsonNode> newSet) {
    return new AblationPlan(
        newBase, newData, newTest, newOptions, newSet, seeds, learningRates, rows);
  }

  private static Map<String, JsonNode> copy(Map<String, JsonNode> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
