package io.github.awing.train.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.data.format.DataCheck;
import io.github.awing.data.format.DataCheck.Problem;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.eval.cli.DataSetOptions;
import io.github.awing.eval.cli.Progress;
import io.github.awing.train.TrainMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train data check}: looks for mistakes in a data set. */
@Command(
    name = "check",
    description =
        "Looks for mistakes in the lists, unreadable pictures, landmarks outside of them, boxes that"
            + " miss, and doubles.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "1:problems were found",
      "2:wrong usage, or nothing could be read"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class DataCheckCommand implements Callable<Integer> {

  private static final int PROBLEMS = 1;

  /** Number of problems that are printed; the JSON has all. */
  private static final int SHOWN = 20;

  @Mixin private DataSetOptions data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "train",
      description = "a part of the data set, for instance test (default: ${DEFAULT-VALUE})")
  private String split;

  @Option(names = "--json", description = "print everything as JSON")
  private boolean json;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    DataSetFormat form = data.form();
    List<Problem> problems = new ArrayList<>();
    Optional<FaceDataSet> set = read(problems);
    int inLists = problems.size();
    DataCheck check = set.map(DataCheckCommand::check).orElse(new DataCheck(0, 0, 0, List.of()));
    problems.addAll(check.problems());
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("format", form.word());
      answer.put("scheme", set.map(its -> its.scheme().name()).orElse(null));
      answer.put("pictures", check.pictures());
      answer.put("faces", check.faces());
      answer.put("skipped", check.skipped());
      answer.put("problems", problems);
      System.out.println(new ObjectMapper().writeValueAsString(answer));
    } else {
      System.out.printf(
          "%s, %s: %d faces in %d pictures, %d of them in pictures that cannot be read; %d problems%n",
          form.word(),
          set.map(its -> its.scheme().name()).orElse("unknown landmarks"),
          check.faces(),
          check.pictures(),
          check.skipped(),
          problems.size());
      print(problems, inLists);
    }
    return problems.isEmpty() ? ExitCode.OK : PROBLEMS;
  }

  /** Reads the faces that can be read; empty if there are none. */
  private Optional<FaceDataSet> read(List<Problem> problems) {
    try {
      return Optional.of(data.read(new Split(split), mistake -> problems.add(problem(mistake))));
    } catch (BadDataException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      problems.add(problem(e));
      return Optional.empty();
    }
  }

  private static Problem problem(BadDataException mistake) {
    return new Problem(mistake.file(), Math.toIntExact(mistake.line()), mistake.what());
  }

  private static DataCheck check(FaceDataSet set) {
    try (Progress progress = Progress.of("faces", set.faces().size())) {
      return DataCheck.of(set.faces(), progress::reached);
    }
  }

  private static void print(List<Problem> problems, int inLists) {
    for (int i = 0; i < Math.min(SHOWN, problems.size()); i++) {
      Problem problem = problems.get(i);
      String place =
          i >= inLists
              ? "face %d, %s".formatted(problem.line(), problem.file())
              : problem.file() + (problem.line() == 0 ? "" : ":" + problem.line());
      System.out.printf("  %s: %s%n", place, problem.what());
    }
    if (problems.size() > SHOWN) {
      System.out.printf("  and %d more (--json lists all)%n", problems.size() - SHOWN);
    }
  }
}
