package io.github.awing.train.cli;

import io.github.awing.data.FirstFew;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.OutputFile;
import io.github.awing.eval.cli.TorchOptions;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.pytorch.PyTorchWeights;
import io.github.awing.train.TakenWeights;
import io.github.awing.train.TrainMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code awing-train import}: makes a checkpoint of PyTorch's weights. */
@Command(
    name = "import",
    description =
        "Makes a checkpoint of weights that PyTorch saved (.pth, .pt, .ckpt, or .safetensors).",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class ImportCommand implements Callable<Integer> {

  /** Number of tensors that are listed. */
  private static final int NAMED = 8;

  @Option(
      names = "--torch",
      required = true,
      paramLabel = "FILE",
      description = "the weights; nothing in the file is executed")
  private Path torch;

  @Mixin private TorchOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "CHECKPOINT",
      description = "the checkpoint to write")
  private Path out;

  @Option(
      names = "--stacks",
      paramLabel = "N",
      description = "use the first N stacks (default: all that the file has)")
  private Integer stacks;

  @Option(names = "--overwrite", description = "write over a file that exists")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TorchReading reading = options.reading();
    if (stacks != null && stacks < 1) {
      throw new IllegalArgumentException("--stacks must be at least 1, but is " + stacks);
    }
    OutputFile.check("--out", out, overwrite);
    ComputeBackend.start();
    PyTorchWeights.Contents contents = PyTorchWeights.contents(torch);
    Checkpoint made = reading.convert(torch, contents, stacks == null ? 0 : stacks);
    made.save(out);
    HourglassNetwork network = made.network();
    System.err.printf(
        Locale.ROOT,
        "%d stacks, %,d parameters in %s%n",
        network.spec().stacks(),
        network.parameters(),
        out);
    say(contents, reading.schemeOf(torch, contents), network.spec().boundary());
    return 0;
  }

  private static void say(
      PyTorchWeights.Contents contents, LandmarkScheme landmarks, boolean boundary) {
    System.err.printf(
        "%d heatmaps: %s%s%n",
        contents.heatmaps(), landmarks.name(), boundary ? " and the boundary" : "");
    TakenWeights.lines(contents).forEach(System.err::println);
    List<String> leftOut = contents.leftOut();
    if (!leftOut.isEmpty()) {
      System.err.printf(
          "left out: %d tensors that no hourglass has: %s%n",
          leftOut.size(), FirstFew.of(NAMED, leftOut));
    }
  }
}
