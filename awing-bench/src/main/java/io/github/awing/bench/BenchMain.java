package io.github.awing.bench;

import java.util.Arrays;
import picocli.CommandLine;

/**
 * Runs benchmarks: {@code table …} measures all rows of the table of docs/performance.md; other
 * arguments go to JMH.
 */
public final class BenchMain {

  private BenchMain() {}

  /** Runs the table or JMH. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("table")) {
      System.exit(
          new CommandLine(new TableCommand())
              .execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
    org.openjdk.jmh.Main.main(arguments);
  }
}
