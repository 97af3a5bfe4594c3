package io.github.awing.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.eval.program.ComputeBackend;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code awing-train info}: what a checkpoint is. */
@Command(
    name = "info",
    description = "Tells what a checkpoint holds.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class InfoCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CHECKPOINT|RUN",
      description = "a checkpoint, or a run folder: its last one")
  private Path path;

  @Option(names = "--json", description = "write one JSON object instead of lines")
  private boolean json;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    Path file = Files.isDirectory(path) ? new RunFolder(path).lastCheckpoint() : path;
    ComputeBackend.start();
    Map<String, Object> facts = facts(file, Checkpoint.load(file));
    if (json) {
      System.out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(facts));
    } else {
      facts.forEach((name, fact) -> System.out.println(name + ": " + fact));
    }
    return 0;
  }

  private static Map<String, Object> facts(Path file, Checkpoint checkpoint) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("format", Checkpoint.formatOf(file));
    facts.put("scheme", scheme(file, checkpoint));
    facts.put("stacks", checkpoint.network().spec().stacks());
    facts.put("landmarks", checkpoint.network().spec().landmarks());
    facts.put("parameters", checkpoint.network().parameters());
    facts.put("epoch", checkpoint.epoch());
    facts.put("step", checkpoint.step());
    facts.put("seed", checkpoint.seed());
    facts.put("plan", plan(file, checkpoint));
    facts.put("weightsSha256", checkpoint.weightsSha256());
    return facts;
  }

  /** The plan's words; none for weights that no plan of ours trained. */
  private static Map<?, ?> plan(Path file, Checkpoint checkpoint) {
    try {
      JsonNode plan = new YAMLMapper().readTree(checkpoint.plan());
      return plan.isObject() ? new ObjectMapper().convertValue(plan, Map.class) : Map.of();
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file, "its plan is no YAML: " + e.getOriginalMessage(), e);
    }
  }

  private static String scheme(Path file, Checkpoint checkpoint) {
    try {
      return LandmarkScheme.defined(checkpoint.scheme()).name();
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(file, e.getMessage(), e);
    }
  }
}
