package io.github.awing.eval;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How long an evaluation took, by what it did. Time passes on the wall, not in the processor. */
public final class StageTimes {

  /** What an evaluation does. */
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

    /** The stage in words. */
    public String words() {
      return words;
    }

    /** The stage as files name it, for instance {@code reading}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);

  /** No time yet. */
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

  /** Seconds of one stage. */
  public double seconds(Stage stage) {
    return seconds.get(stage);
  }

  /** Seconds of all stages. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
