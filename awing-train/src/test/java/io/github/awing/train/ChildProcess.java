package io.github.awing.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs the trainer in a Java of its own, which can be killed; on one thread, so that it repeats.
 */
final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader said;
  private final List<String> lines = new ArrayList<>();

  ChildProcess(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    command.add(TrainMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    process = builder.start();
    said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Waits until it says such a line; false if it ends first. */
  boolean until(Predicate<String> line) throws IOException {
    for (String next = said.readLine(); next != null; next = said.readLine()) {
      lines.add(next);
      if (line.test(next)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ctrl-C, as the terminal sends it, where a program can send it to another; else a kill.
   *
   * @return whether it was Ctrl-C
   */
  boolean interrupt() throws IOException, InterruptedException {
    if (!process.supportsNormalTermination() || ignoresInterrupts()) {
      kill();
      return false;
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    return true;
  }

  /**
   * Whether a shell started this Java in the background, so that its children ignore Ctrl-C too.
   */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /** Tells whether it ends by itself within a time. */
  boolean endsWithin(int milliseconds) throws InterruptedException {
    return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end and returns its exit code. */
  int end() throws IOException, InterruptedException {
    until(line -> false);
    return process.waitFor();
  }

  /** All that it said so far. */
  String said() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
