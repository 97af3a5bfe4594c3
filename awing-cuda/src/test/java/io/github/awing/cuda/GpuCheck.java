package io.github.awing.cuda;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.model.GoldenNetwork;
import io.github.awing.model.InferenceProgram;
import io.github.awing.program.Device;
import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import io.github.awing.program.cpu.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks and times a machine's card: see {@code dev/gpu-check}. Prints a line for each check, PASS
 * or FAIL, and continues after a failure.
 */
public final class GpuCheck {

  private static final int STEPS = 20;
  private static final int FACES = 8;
  private static final double MEBIBYTE = 1 << 20;

  private final Instant end;
  private final Map<String, Object> report = new LinkedHashMap<>();
  private int failures;

  private GpuCheck(Duration most) {
    end = Instant.now().plus(most);
  }

  /** Outcome of a check, as printed. */
  private record Outcome(boolean passed, String found) {}

  /**
   * Runs all checks.
   *
   * @param args largest total time in seconds, and the file for the table
   */
  public static void main(String[] args) throws IOException {
    GpuCheck check = new GpuCheck(Duration.ofSeconds(Long.parseLong(args[0])));
    check.run(Path.of(args[1]));
    System.exit(check.failures == 0 ? 0 : 1);
  }

  private void run(Path table) throws IOException {
    check("card", GpuCheck::describe);
    if (failures > 0) {
      return;
    }
    for (Class<?> contract : List.of(CudaDeviceTest.class, CudaNetworkTest.class)) {
      for (Class<?> precision : contract.getDeclaredClasses()) {
        check(
            contract.getSimpleName() + " " + precision.getSimpleName(), () -> contract(precision));
      }
    }
    check("golden network, 4 stacks, float32", GpuCheck::golden);
    check("20 steps, float32", () -> twentySteps(Precision.FLOAT32, 1e-3));
    check("20 steps, tf32", () -> twentySteps(Precision.TF32, 1e-2));
    check("20 steps twice, bfloat16", GpuCheck::sameBits);
    check("memory, tf32", GpuCheck::memoryIsFlat);
    List<TimedNetwork.Row> rows = new ArrayList<>();
    report.put("rows", rows);
    for (TimedNetwork timed : TimedNetwork.all()) {
      if (Instant.now().isAfter(end)) {
        line("SKIP", timed.toString(), "no time is left");
      } else {
        check(timed.toString(), () -> timed(timed, rows));
      }
    }
    write(table);
  }

  private void check(String name, Callable<Outcome> what) {
    Instant start = Instant.now();
    Outcome outcome;
    try {
      outcome = what.call();
    } catch (Exception | LinkageError e) {
      boolean saysIt = e instanceof DeviceException;
      outcome = new Outcome(false, saysIt ? e.getMessage() : e.toString());
    }
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    line(outcome.passed ? "PASS" : "FAIL", name, "%s (%.1f s)".formatted(outcome.found, seconds));
    if (!outcome.passed) {
      failures++;
    }
  }

  private static void line(String verdict, String name, String found) {
    System.out.println(verdict + " " + name + ": " + found);
  }

  private static Outcome describe() {
    List<String> cards = new CudaProvider().describe();
    return new Outcome(!cards.isEmpty(), String.join("; ", cards));
  }

  private static Outcome contract(Class<?> test) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(test))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    long passed = summary.getTestsSucceededCount();
    long found = summary.getTestsFoundCount();
    StringBuilder text = new StringBuilder("%d of %d".formatted(passed, found));
    summary.getFailures().stream()
        .limit(3)
        .forEach(
            failure ->
                text.append("; ")
                    .append(failure.getTestIdentifier().getDisplayName())
                    .append(": ")
                    .append(
                        String.valueOf(failure.getException().getMessage()).lines().findFirst()));
    return new Outcome(found > 0 && passed == found, text.toString());
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static Outcome golden() {
    int stacks = 4;
    double worst = 0;
    try (InferenceProgram program =
        GoldenNetwork.filled(stacks).compile(CardOfMachine.device(Precision.FLOAT32))) {
      INDArray heatmaps = program.heatmaps(GoldenNetwork.picture());
      for (GoldenNetwork.Sample sample : GoldenNetwork.samples(stacks)) {
        double found = heatmaps.getDouble(0, sample.channel(), sample.y(), sample.x());
        worst = Math.max(worst, Math.abs(found - sample.value()) / sample.std());
      }
    }
    return new Outcome(worst <= 1e-4, "at most %.2g of the std from PyTorch's".formatted(worst));
  }

  private static Outcome twentySteps(Precision precision, double tolerance) {
    List<Double> found = TimedNetwork.losses(CardOfMachine.device(precision), STEPS, FACES);
    List<Double> expected = TimedNetwork.losses(Devices.ofNd4j(), STEPS, FACES);
    double worst = 0;
    for (int step = 0; step < STEPS; step++) {
      double difference = Math.abs(found.get(step) - expected.get(step));
      worst = Math.max(worst, difference / Math.abs(expected.get(step)));
    }
    return new Outcome(
        worst <= tolerance,
        "losses at most %.2g from the processor's, %.4f to %.4f"
            .formatted(worst, found.get(0), found.get(STEPS - 1)));
  }

  private static Outcome sameBits() {
    Device device = CardOfMachine.device(Precision.BFLOAT16);
    List<Double> once = TimedNetwork.losses(device, STEPS, FACES);
    List<Double> again = TimedNetwork.losses(device, STEPS, FACES);
    return new Outcome(once.equals(again), once.equals(again) ? "same bits" : "other bits");
  }

  private static Outcome memoryIsFlat() {
    Device device = CardOfMachine.device(Precision.TF32);
    double[] free = new double[2];
    TimedNetwork.afterSteps(device, FACES, 50, () -> free[0] = CardOfMachine.freeBytes());
    TimedNetwork.afterSteps(device, FACES, 300, () -> free[1] = CardOfMachine.freeBytes());
    double more = (free[0] - free[1]) / MEBIBYTE;
    return new Outcome(
        more < 64, "%.0f MiB more on the card after 300 steps than after 50".formatted(more));
  }

  private static Outcome timed(TimedNetwork timed, List<TimedNetwork.Row> rows) {
    TimedNetwork.Row row = timed.run(CardOfMachine.device(timed.precision()));
    rows.add(row);
    return new Outcome(
        true, "step %.2f ms, inference %.2f ms".formatted(row.stepMillis(), row.inferenceMillis()));
  }

  private void write(Path table) throws IOException {
    report.put("cards", new CudaProvider().describe());
    report.put("java", System.getProperty("java.version"));
    Files.createDirectories(table.toAbsolutePath().getParent());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(table.toFile(), report);
    System.out.println("the table is in " + table);
  }
}
