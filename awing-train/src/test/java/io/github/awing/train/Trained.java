package io.github.awing.train;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Outcome of a run of the program.
 *
 * @param exitCode its exit code
 * @param out what it said on standard output
 * @param err what it said on standard error
 */
public record Trained(int exitCode, String out, String err) {

  /** Runs the program. */
  public static Trained run(String... arguments) {
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = TrainMain.run(arguments);
      return new Trained(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  /** Trains the smallest network; more options first, then changes of the plan. */
  public static Trained train(Path faces, Path run, List<String> options, String... changes) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train", "--plan", "small", "--data", faces.toString(), "--out", run.toString()));
    arguments.addAll(options);
    arguments.addAll(
        List.of("--set", "features=16", "depth=1", "input-size=64", "batch-size=4", "epochs=2"));
    arguments.addAll(List.of(changes));
    return run(arguments.toArray(String[]::new));
  }

  /** The last line on standard error: the complaint. */
  public String complaint() {
    List<String> lines = err.lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
