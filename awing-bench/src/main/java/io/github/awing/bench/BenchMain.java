package io.github.awing.bench;

import java.util.Arrays;
import picocli.CommandLine;

/**
 * {@code table …} measures all that is in the table of docs/performance.md; anything else goes to
 * JMH.
 */
public final class BenchMain {

  private BenchMain() {}

  /** Runs one or the other. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("table")) {
      System.exit(
          new CommandLine(new TableCommand())
              .execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
    org.openjdk.jmh.Main.main(arguments);
  }
}
