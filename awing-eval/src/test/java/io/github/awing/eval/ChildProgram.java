package io.github.awing.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program in a Java of its own, whose properties and environment can be chosen. */
final class ChildProgram {

  /** How it ended, and what it said on both streams, bytes as they are taken for UTF-8. */
  record Ended(int code, String said) {

    /**
     * What the program itself said: from Java 24 on, Java warns of what libraries do, unless it is
     * told not to, and from 25 on of a folder of temporary files that is none.
     */
    List<String> lines() {
      return said.lines().filter(line -> !line.isBlank() && !line.startsWith("WARNING: ")).toList();
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
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** Starts it, both streams in one; to be ended by the caller. */
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
    // What the tests have set for themselves, the program is to set by itself.
    builder.environment().keySet().removeAll(List.of("OMP_WAIT_POLICY", "ORT_DISABLE_TELEMETRY"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
