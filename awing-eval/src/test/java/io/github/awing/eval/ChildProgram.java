package io.github.awing.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the program in its own Java process, with chosen properties and environment. */
final class ChildProgram {

  /** Exit code and output of both streams, decoded as UTF-8. */
  record Ended(int code, String output) {

    /**
     * The program's own output, without Java's warnings: Java 24 and later warn of native access by
     * libraries, Java 25 and later of a missing folder for temporary files.
     */
    List<String> lines() {
      return output
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
          .toList();
    }
  }

  private final List<String> properties = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  ChildProgram with(String property, Object value) {
    properties.add("-D" + property + "=" + value);
    return this;
  }

  ChildProgram withEnvironment(String name, Object value) {
    environment.put(name, value.toString());
    return this;
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  /** Starts the process with both streams in one; the caller ends it. */
  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(properties);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    command.add(EvalMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // The program must set these itself, so the tests' own values are removed.
    builder.environment().keySet().removeAll(List.of("OMP_WAIT_POLICY", "ORT_DISABLE_TELEMETRY"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
