package io.github.awing.train.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.awing.train.RunFolder;
import io.github.awing.train.TrainingPlan;
import io.github.awing.train.cli.SavedCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns an ablation plan into trainings.
 *
 * @param plan with the rows to compare
 * @param folder of all results
 */
record Ablation(AblationPlan plan, Path folder) {

  /** Every such training picture is held out to choose learning rates by. */
  private static final int HELD_OUT = 5;

  private static final String LEARNING_RATE = "learning-rate";

  /** Lists the plan's further options of {@code train}, as words. */
  static List<String> options(AblationPlan plan) {
    List<String> arguments = new ArrayList<>();
    AblationFile.texts(plan.options())
        .forEach(
            (option, value) -> {
              if (!value.equals("false")) {
                arguments.add("--" + option);
              }
              if (!value.equals("true") && !value.equals("false")) {
                arguments.add(value);
              }
            });
    return arguments;
  }

  /**
   * Lists the trainings that choose learning rates: the first row of each loss, with every rate. A
   * loss whose rows all name their own has none.
   */
  List<AblationRun> trials() {
    List<AblationRun> trials = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String row : plan.rows().keySet()) {
      String loss = loss(row);
      if (choosesAmongSeveral(row) && seen.add(loss)) {
        for (double rate : plan.learningRates().stream().sorted().toList()) {
          Map<String, String> changes = changes(row);
          changes.put("seed", Long.toString(AblationPlan.CHOOSING_SEED));
          changes.put(LEARNING_RATE, Decimal.of(rate));
          trials.add(
              run(
                  row,
                  Path.of("learning-rates", loss + "-" + Decimal.of(rate)),
                  changes,
                  List.of("--hold-out", Integer.toString(HELD_OUT))));
        }
      }
    }
    return trials;
  }

  /**
   * Lists the trainings to compare: all rows with the first seed, then with the next, so that an
   * ablation that is cut short has compared something.
   *
   * @param rates the learning rates chosen, by the loss's word
   */
  List<AblationRun> runs(Map<String, Double> rates) {
    List<AblationRun> runs = new ArrayList<>();
    for (long seed : plan.seeds()) {
      for (String row : plan.rows().keySet()) {
        Map<String, String> changes = changes(row);
        changes.put("seed", Long.toString(seed));
        if (choosesAmongSeveral(row)) {
          changes.put(LEARNING_RATE, Decimal.of(rates.get(loss(row))));
        } else if (chooses(row)) {
          changes.put(LEARNING_RATE, Decimal.of(plan.learningRates().get(0)));
        }
        runs.add(
            run(
                row,
                Path.of("runs", AblationPlan.folder(row) + "-seed" + seed),
                changes,
                plan.test() == null ? List.of() : List.of("--validation", plan.test())));
      }
    }
    return runs;
  }

  private AblationRun run(
      String row, Path where, Map<String, String> changes, List<String> measuredBy) {
    List<String> words = new ArrayList<>(List.of("--data", plan.data()));
    words.addAll(options(plan));
    words.addAll(measuredBy);
    return new AblationRun(
        row,
        TrainingPlan.read(plan.base(), changes),
        new RunFolder(folder.resolve(where)),
        plan.base(),
        changes,
        new SavedCommand(words));
  }

  private String loss(String row) {
    return TrainingPlan.read(plan.base(), changes(row)).loss().word();
  }

  private boolean choosesAmongSeveral(String row) {
    return chooses(row) && plan.learningRates().size() > 1;
  }

  private boolean chooses(String row) {
    return !plan.learningRates().isEmpty() && !plan.rows().get(row).containsKey(LEARNING_RATE);
  }

  private Map<String, String> changes(String row) {
    Map<String, JsonNode> changes = new LinkedHashMap<>(plan.set());
    changes.putAll(plan.rows().get(row));
    return AblationFile.texts(changes);
  }
}
