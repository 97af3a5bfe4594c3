package io.github.awing.train.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.TorchOptions;
import io.github.awing.eval.weights.NetworkFile;
import io.github.awing.eval.weights.PretrainedNetwork;
import io.github.awing.eval.weights.TorchReading;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import io.github.awing.train.RunFolder;
import io.github.awing.train.TrainMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code awing-train info}: describes a checkpoint, or lists the devices. */
@Command(
    name = "info",
    description = "Describes a checkpoint, or lists the devices of this machine.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class InfoCommand implements Callable<Integer> {

  @ArgGroup private Subject subject;

  /** Checkpoint or devices. */
  private static final class Subject {
    @Parameters(
        paramLabel = "CHECKPOINT|RUN",
        description =
            "a checkpoint, weights that PyTorch saved, or a run folder: its last checkpoint (default:"
                + " the network that comes along)")
    private Path path;

    @Option(names = "--devices", description = "list the devices that --device may name here")
    private boolean devices;
  }

  @Mixin private TorchOptions torch;

  @Option(names = "--json", description = "write one JSON object instead of lines")
  private boolean json;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TorchReading reading = torch.reading();
    ComputeBackend.start();
    Map<String, ?> facts =
        subject == null
            ? pretrainedFacts()
            : subject.devices ? DeviceList.facts() : facts(subject.path, reading);
    if (json) {
      System.out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(facts));
    } else {
      facts.forEach((name, fact) -> System.out.println(name + ": " + fact));
    }
    return 0;
  }

  private static Map<String, Object> pretrainedFacts() {
    PretrainedNetwork network = PretrainedNetwork.required();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("network", network.name());
    facts.put("terms", network.terms());
    facts.putAll(facts(Path.of(network.name()), network.load(), Checkpoint.FORMAT));
    return facts;
  }

  private static Map<String, Object> facts(Path path, TorchReading reading) throws IOException {
    Path file = Files.isDirectory(path) ? new RunFolder(path).lastCheckpoint() : path;
    return facts(
        file,
        NetworkFile.load(file, reading, System.err::println),
        NetworkFile.isOfPyTorch(file) ? Checkpoint.FORMAT : Checkpoint.formatOf(file));
  }

  private static Map<String, Object> facts(Path file, Checkpoint checkpoint, int format) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("format", format);
    facts.put("scheme", scheme(file, checkpoint));
    facts.put("stacks", checkpoint.network().spec().stacks());
    facts.put("landmarks", checkpoint.network().spec().landmarks());
    facts.put("parameters", checkpoint.network().parameters());
    facts.put("epoch", checkpoint.epoch());
    facts.put("step", checkpoint.step());
    facts.put("seed", checkpoint.seed());
    facts.put("plan", plan(checkpoint));
    facts.put("weightsSha256", checkpoint.weightsSha256());
    return facts;
  }

  /**
   * Reads the plan. Imported weights have none, and other programs may write anything in its place:
   * text that is no YAML is shown as it is.
   */
  private static Object plan(Checkpoint checkpoint) {
    YAMLMapper yaml = new YAMLMapper();
    try {
      JsonNode plan = yaml.readTree(checkpoint.plan());
      return plan.isMissingNode() || plan.isNull()
          ? Map.of()
          : yaml.treeToValue(plan, Object.class);
    } catch (JsonProcessingException e) {
      return checkpoint.plan().strip();
    }
  }

  private static String scheme(Path file, Checkpoint checkpoint) {
    try {
      return LandmarkScheme.ofDefinition(checkpoint.scheme()).name();
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(file, e.getMessage(), e);
    }
  }
}
