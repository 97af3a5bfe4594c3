package io.github.awing.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.DataCheck;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Split;
import io.github.awing.eval.program.DataSetOptions;
import io.github.awing.eval.program.Progress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train data check}: what is wrong with a data set. */
@Command(
    name = "check",
    description =
        "Looks for unreadable pictures, landmarks outside of them, boxes that miss, and doubles.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class DataCheckCommand implements Callable<Integer> {

  /** More than a person reads; the JSON has all. */
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
    FaceDataSet set = data.read(new Split(split));
    List<AnnotatedFace> faces = set.faces();
    DataCheck check;
    try (Progress progress = Progress.of("faces", faces.size())) {
      check = DataCheck.of(faces, progress::reached);
    }
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("format", set.format().word());
      answer.put("scheme", set.scheme().name());
      answer.put("pictures", check.pictures());
      answer.put("faces", check.faces());
      answer.put("skipped", check.skipped());
      answer.put("problems", check.problems());
      System.out.println(new ObjectMapper().writeValueAsString(answer));
      return 0;
    }
    System.out.printf(
        "%s, %s: %d faces in %d pictures, %d of them in pictures that cannot be read; %d problems%n",
        set.format().word(),
        set.scheme().name(),
        check.faces(),
        check.pictures(),
        check.skipped(),
        check.problems().size());
    check.problems().stream()
        .limit(SHOWN)
        .forEach(
            problem ->
                System.out.printf(
                    "  face %d, %s: %s%n", problem.line(), problem.file(), problem.what()));
    if (check.problems().size() > SHOWN) {
      System.out.printf("  and %d more (--json lists all)%n", check.problems().size() - SHOWN);
    }
    return 0;
  }
}
