package io.github.awing.bench;

import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Result of one benchmark.
 *
 * @param name class and method, and the parameter if there is one, as {@code
 *     TrainingStepBenchmark.step network=small-8}
 * @param milliseconds mean time
 * @param error half the width of the mean's 99.9 % confidence interval, in milliseconds; null if
 *     there are too few iterations
 * @param peakMegabytes peak memory of the process; null if it is not known
 */
record Measured(String name, double milliseconds, Double error, Double peakMegabytes) {

  static Measured of(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    Result<?> peak = result.getSecondaryResults().get(PeakMemory.LABEL);
    return new Measured(
        name(result.getParams()),
        time.getScore(),
        Double.isNaN(time.getScoreError()) ? null : time.getScoreError(),
        peak == null ? null : peak.getScore());
  }

  private static String name(BenchmarkParams benchmark) {
    String[] parts = benchmark.getBenchmark().split("\\.");
    StringBuilder name =
        new StringBuilder(parts[parts.length - 2]).append('.').append(parts[parts.length - 1]);
    benchmark
        .getParamsKeys()
        .forEach(key -> name.append(' ').append(key).append('=').append(benchmark.getParam(key)));
    return name.toString();
  }

  String time() {
    return number(milliseconds) + (error == null ? "" : " ± " + number(error)) + " ms";
  }

  String peak() {
    return peakMegabytes == null ? "" : String.format(Locale.ROOT, "%.2f GB", peakMegabytes / 1000);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.3f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
