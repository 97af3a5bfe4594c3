package io.github.awing.eval;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Wall-clock time of an evaluation by stage. */
public final class StageTimes {

  /** Stages of an evaluation. */
  public enum Stage {
    /** Reads pictures and cuts out faces. */
    READING("reading and cropping pictures"),
    /** Runs the network. */
    NETWORK("the network"),
    /** Finds landmarks in heatmaps and measures them. */
    DECODING("decoding and measuring");

    private final String words;

    Stage(String words) {
      this.words = words;
    }

    /** Name of the stage for people. */
    public String words() {
      return words;
    }

    /** Name of the stage in files, for instance {@code reading}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);

  /** Starts at 0 for every stage. */
  public StageTimes() {
    for (Stage stage : Stage.values()) {
      seconds.put(stage, 0.0);
    }
  }

  <T> T of(Stage stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      seconds.merge(stage, 1e-9 * (System.nanoTime() - start), Double::sum);
    }
  }

  /** Seconds spent in one stage. */
  public double seconds(Stage stage) {
    return seconds.get(stage);
  }

  /** Seconds spent in all stages. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
