package io.github.awing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Profiles the process's peak resident memory in megabytes, Java's and native, as Linux counts it.
 * On other systems it reports nothing.
 */
public final class PeakMemory implements InternalProfiler {

  /** Name of the result. */
  static final String LABEL = "peak";

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Called by JMH in the measured process. */
  public PeakMemory() {}

  @Override
  public String getDescription() {
    return "peak resident memory";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    // The kernel keeps the peak, so one reading at the end suffices.
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (!Files.exists(STATUS)) {
      return List.of();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1000.0)
          .map(megabytes -> new ScalarResult(LABEL, megabytes, "MB", AggregationPolicy.MAX))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
