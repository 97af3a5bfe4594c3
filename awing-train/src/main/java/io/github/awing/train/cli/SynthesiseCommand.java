package io.github.awing.train.cli;

import io.github.awing.data.synthetic.SyntheticFaces;
import io.github.awing.eval.cli.Progress;
import io.github.awing.train.TrainMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code awing-train synthesise}: draws faces with exact landmarks, as a data set. */
@Command(
    name = "synthesise",
    description = "Draws faces with exact landmarks, in WFLW's or 300W's folders.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class SynthesiseCommand implements Callable<Integer> {

  /** One face in this many is a test face. */
  private static final int TEST_SHARE = 5;

  @Option(
      names = "--count",
      required = true,
      paramLabel = "N",
      description = "number of faces; a fifth of them are test faces")
  private int count;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "an empty folder")
  private Path out;

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      defaultValue = "wflw-98",
      description =
          "landmark scheme: wflw-98 in WFLW's folders and lists, 300w-68 in iBUG's folders for"
              + " 300W (default: ${DEFAULT-VALUE})")
  private String scheme;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed; the same one draws the same faces (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() {
    if (count < TEST_SHARE) {
      throw new IllegalArgumentException(
          "--count must be at least %d, but is %d".formatted(TEST_SHARE, count));
    }
    DataSetWriter writer = writer();
    int test = count / TEST_SHARE;
    try (Progress progress = Progress.of("drawing", count)) {
      writer.write(out, count - test, test, progress::reached);
    }
    System.err.printf("%d faces to train on and %d to test on in %s%n", count - test, test, out);
    return 0;
  }

  private DataSetWriter writer() {
    SyntheticFaces faces = new SyntheticFaces(seed);
    return switch (scheme) {
      case "wflw-98" -> faces::writeWflw;
      case "300w-68" -> faces::writeIbug;
      default ->
          throw new IllegalArgumentException(
              "--scheme must be wflw-98 or 300w-68, but is '" + scheme + "'");
    };
  }

  /** One of the ways in which {@link SyntheticFaces} writes. */
  private interface DataSetWriter {
    void write(Path folder, int train, int test, IntConsumer progress);
  }
}
