package io.github.awing.train;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.FirstFew;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.program.ComputeBackend;
import io.github.awing.eval.program.OutputFile;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.pytorch.PyTorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code awing-train import}: the authors' weights as a checkpoint. */
@Command(
    name = "import",
    description =
        "Makes a checkpoint of weights that PyTorch saved (.pth, .pt, .ckpt, or .safetensors).",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class ImportCommand implements Callable<Integer> {

  /** How many names of tensors are listed. */
  private static final int NAMED = 8;

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
          "of the landmarks: wflw-98, 300w-68, cofw-29, aflw-19, lapa-106, mtfl-5, or a YAML file (default: the one"
              + " whose landmarks, with the boundary's or without, are as many as the weights have"
              + " heatmaps)")
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
    Optional<LandmarkScheme> named = Optional.ofNullable(scheme).map(LandmarkScheme::ofNameOrFile);
    if (stacks != null && stacks < 1) {
      throw new IllegalArgumentException("--stacks must be at least 1, but is " + stacks);
    }
    if (!(cropEnlargement >= 1 && cropEnlargement <= TrainingPlan.LARGEST_CROP)) {
      throw new IllegalArgumentException(
          "--crop-enlargement must be a factor from 1 to %s, 1.25 for a quarter more than the box, but is %s"
              .formatted(TrainingPlan.LARGEST_CROP, cropEnlargement));
    }
    OutputFile.check("--out", out, overwrite);
    ComputeBackend.start();
    PyTorchWeights.Contents contents = PyTorchWeights.contents(torch);
    LandmarkScheme landmarks = named.orElseGet(() -> ofHeatmaps(contents.heatmaps()));
    HourglassNetwork network =
        PyTorchWeights.read(torch, landmarks.count(), stacks == null ? 0 : stacks);
    String plan = new YAMLMapper().writeValueAsString(origin(contents));
    new Checkpoint(network, landmarks.definition(), cropEnlargement, 0, 0, 0, plan).save(out);
    System.err.printf(
        Locale.ROOT,
        "%d stacks, %,d parameters in %s%n",
        network.spec().stacks(),
        network.parameters(),
        out);
    say(contents, landmarks, network.spec().boundary());
    return 0;
  }

  /** The only scheme of the library's with so many landmarks, or one less and the boundary. */
  private LandmarkScheme ofHeatmaps(int heatmaps) {
    List<LandmarkScheme> fitting =
        LandmarkScheme.NAMES.stream()
            .map(LandmarkScheme::named)
            .filter(known -> known.count() == heatmaps || known.count() + 1 == heatmaps)
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new CheckpointException(
        torch,
        "it has %d heatmaps, which %s; say by --scheme NAME or FILE what they are"
            .formatted(
                heatmaps,
                fitting.isEmpty()
                    ? "are those of none of " + String.join(", ", LandmarkScheme.NAMES)
                    : "may be "
                        + fitting.stream()
                            .map(LandmarkScheme::name)
                            .collect(Collectors.joining(" or "))));
  }

  private Map<String, String> origin(PyTorchWeights.Contents contents) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("imported", torch.getFileName().toString());
    if (!contents.place().isEmpty()) {
      origin.put("weights", contents.place());
    }
    return origin;
  }

  private static void say(
      PyTorchWeights.Contents contents, LandmarkScheme landmarks, boolean boundary) {
    System.err.printf(
        "%d heatmaps: %s%s%n",
        contents.heatmaps(), landmarks.name(), boundary ? " and the boundary" : "");
    TakenWeights.say(contents);
    List<String> leftOut = contents.leftOut();
    if (!leftOut.isEmpty()) {
      System.err.printf(
          "left out: %d tensors that no hourglass has: %s%n",
          leftOut.size(), FirstFew.of(NAMED, leftOut));
    }
  }
}
