package io.github.awing.train.ablation;

import io.github.awing.train.cli.ReadDataSets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs the trainings of an ablation one after the other, but for those that are done. */
final class AblationProgress {

  private final int total;
  private final ReadDataSets read;
  private final List<AblationResult> done = new ArrayList<>();

  /**
   * Begins with none done.
   *
   * @param total number of trainings in all
   * @param read data sets that were read already
   */
  AblationProgress(int total, ReadDataSets read) {
    this.total = total;
    this.read = read;
  }

  /** Called after each training that was not done before. */
  @FunctionalInterface
  interface Listener {
    /** Receives the results so far, in order. */
    void done(Map<AblationRun, AblationResult> results) throws IOException;
  }

  /**
   * Runs the trainings that are left.
   *
   * @return all results; empty if one was stopped
   * @throws IOException if something cannot be written
   */
  Optional<Map<AblationRun, AblationResult>> through(List<AblationRun> runs, Listener listener)
      throws IOException {
    Map<AblationRun, AblationResult> results = new LinkedHashMap<>();
    for (AblationRun run : runs) {
      Optional<AblationResult> result = run.result();
      boolean left = result.isEmpty();
      if (left) {
        System.err.printf(
            "training %d of %d: %s%s%n", done.size() + 1, total, run.name(), timeLeft());
        result = run.perform(read);
        if (result.isEmpty()) {
          return Optional.empty();
        }
      }
      done.add(result.get());
      results.put(run, result.get());
      if (left) {
        listener.done(results);
      }
    }
    return Optional.of(results);
  }

  private String timeLeft() {
    double mean = done.stream().mapToDouble(AblationResult::seconds).average().orElse(Double.NaN);
    double minutes = mean * (total - done.size()) / 60;
    return done.isEmpty()
        ? ""
        : minutes < 90
            ? String.format(Locale.ROOT, "; some %.0f minutes of training left", minutes)
            : String.format(Locale.ROOT, "; some %.1f hours of training left", minutes / 60);
  }
}
