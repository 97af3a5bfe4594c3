package io.github.awing.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs every benchmark of the table, and writes the table into a page. */
@Command(
    name = "table",
    description = "Measure every benchmark and its lower bound, and write the table into a page.",
    mixinStandardHelpOptions = true)
final class TableCommand implements Callable<Integer> {

  private static final String BEGIN = "<!-- the table: begin -->\n";
  private static final String END = "<!-- the table: end -->\n";

  @Option(
      names = "--out",
      required = true,
      description =
          "Markdown page whose table is replaced. The figures are also written as JSON beside"
              + " it.")
  private Path page;

  @Option(
      names = "--only",
      description = "Measure only rows whose text contains this, for instance: training")
  private String only = "";

  @Option(
      names = "--quick",
      description = "Run few and short iterations: a quick check, not for a page.")
  private boolean quick;

  @Override
  public Integer call() throws IOException, RunnerException {
    List<Row> rows = Row.all().stream().filter(row -> row.what().contains(only)).toList();
    if (rows.isEmpty()) {
      System.err.printf("no row of the table has '%s'%n", only);
      return 2;
    }
    // Checked before hours of measuring, not after.
    String before = Files.exists(page) ? Files.readString(page) : BEGIN + END;
    if (!before.contains(BEGIN) || !before.contains(END)) {
      System.err.printf("%s has no lines %s and %s%n", page, BEGIN.strip(), END.strip());
      return 2;
    }
    Map<String, Measured> results = measure(rows);
    int from = before.indexOf(BEGIN) + BEGIN.length();
    String after =
        before.substring(0, from)
            + "\n"
            + table(rows, results)
            + "\n"
            + before.substring(before.indexOf(END));
    AtomicFile.write(page, after);
    AtomicFile.write(
        page.resolveSibling(page.getFileName().toString().replaceAll("\\.md$", "") + ".json"),
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(List.copyOf(results.values())));
    return 0;
  }

  /** One run for every class and parameter. */
  private Map<String, Measured> measure(List<Row> rows) throws RunnerException {
    Map<String, Set<String>> runs = new LinkedHashMap<>();
    for (Row row : rows) {
      for (String name : List.of(row.benchmark(), row.floor())) {
        String method = name.split(" ")[0];
        String run = name.replace(method, method.replaceAll("\\..*", ""));
        runs.computeIfAbsent(run, key -> new LinkedHashSet<>()).add(method);
      }
    }
    Map<String, Measured> results = new LinkedHashMap<>();
    for (Map.Entry<String, Set<String>> run : runs.entrySet()) {
      ChainedOptionsBuilder options = new OptionsBuilder().addProfiler(PeakMemory.class);
      run.getValue().forEach(method -> options.include("\\." + Pattern.quote(method) + "$"));
      String[] parameter = run.getKey().split("[ =]");
      if (parameter.length == 3) {
        options.param(parameter[1], parameter[2]);
      }
      if (quick) {
        options
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(2)
            .measurementTime(TimeValue.seconds(2));
      }
      new Runner(options.build())
          .run().stream().map(Measured::of).forEach(result -> results.put(result.name(), result));
    }
    return results;
  }

  private String table(List<Row> rows, Map<String, Measured> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s, %d cores, Java %s, %s%s.%n%n",
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            System.getProperty("os.arch"),
            quick ? ", `--quick`: two short iterations" : ""));
    table.append("| what | takes | beside | takes | ratio | peak memory |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      Measured measured = results.get(row.benchmark());
      Measured floor = results.get(row.floor());
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %.2f | %s |%n",
              row.what(),
              measured.time(),
              row.against(),
              floor.time(),
              measured.milliseconds() / floor.milliseconds(),
              measured.peak()));
    }
    return table.toString();
  }
}
