package io.github.awing.train;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.program.ComputeBackend;
import io.github.awing.eval.program.OutputFile;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.pytorch.PyTorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code awing-train import}: the authors' weights as a checkpoint. */
@Command(
    name = "import",
    description = "Makes a checkpoint of weights that PyTorch saved (.pth, or .safetensors).",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class ImportCommand implements Callable<Integer> {

  @Option(
      names = "--torch",
      required = true,
      paramLabel = "FILE",
      description = "the weights; read as data, whatever the file holds")
  private Path torch;

  @Option(
      names = "--scheme",
      paramLabel = "NAME|FILE",
      description =
          "of the landmarks: wflw-98, 300w-68, cofw-29, aflw-19, lapa-106, mtfl-5, or a YAML file"
              + " (default: the one with as many landmarks as the file has heatmaps, or one fewer)")
  private String scheme;

  @Option(names = "--out", required = true, paramLabel = "CHECKPOINT", description = "the file")
  private Path out;

  @Option(
      names = "--stacks",
      paramLabel = "N",
      description = "use the first N stacks (default: all that the file has)")
  private Integer stacks;

  @Option(
      names = "--crop-enlargement",
      paramLabel = "N",
      defaultValue = "1.25",
      description =
          "side of the face crop per longer side of the face's box, as the weights were trained"
              + " with (default: ${DEFAULT-VALUE})")
  private double cropEnlargement;

  @Option(names = "--overwrite", description = "write over a file that exists")
  private boolean overwrite;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    LandmarkScheme named = scheme == null ? null : LandmarkScheme.ofNameOrFile(scheme);
    if (stacks != null && stacks < 1) {
      throw new IllegalArgumentException("--stacks must be at least 1, but is " + stacks);
    }
    if (!(cropEnlargement >= 1 && Double.isFinite(cropEnlargement))) {
      throw new IllegalArgumentException(
          "--crop-enlargement must be at least 1, but is " + cropEnlargement);
    }
    OutputFile.check("--out", out, overwrite);
    ComputeBackend.start();
    LandmarkScheme landmarks = named == null ? ofHeatmaps(PyTorchWeights.heatmaps(torch)) : named;
    HourglassNetwork network =
        PyTorchWeights.read(torch, landmarks.count(), stacks == null ? 0 : stacks);
    String plan = "# weights of %s, imported%n".formatted(torch.getFileName());
    new Checkpoint(network, landmarks.definition(), cropEnlargement, 0, 0, 0, plan).save(out);
    System.err.printf(
        Locale.ROOT,
        "%s, %d stacks, %,d parameters in %s%n",
        landmarks.name(),
        network.spec().stacks(),
        network.parameters(),
        out);
    return 0;
  }

  /** The well-known scheme of so many landmarks, with the boundary if the network has it. */
  private LandmarkScheme ofHeatmaps(int heatmaps) {
    return LandmarkScheme.NAMES.stream()
        .map(LandmarkScheme::named)
        .filter(known -> known.count() == heatmaps - 1 || known.count() == heatmaps)
        .findFirst()
        .orElseThrow(
            () ->
                new CheckpointException(
                    torch,
                    "has %d heatmaps, as no well-known scheme; give --scheme".formatted(heatmaps)));
  }
}
