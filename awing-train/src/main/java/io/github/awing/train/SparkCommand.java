package io.github.awing.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code awing-train spark}: a training on a Spark cluster, inside spark-submit. */
@Command(
    name = "spark",
    description = {
      "Trains a network on a Spark cluster. It runs inside spark-submit, from a jar of its own:",
      "spark-submit --master URL awing-train-spark.jar spark --plan ... (see docs/cluster.md)"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = TrainMain.Version.class)
final class SparkCommand implements Callable<Integer> {

  @Option(names = "--plan", required = true, paramLabel = "NAME|FILE", description = "as in train")
  private String plan;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR|URI",
      description =
          "the data set's folder, in any file system that Hadoop knows: a path that all workers"
              + " see, or hdfs:, s3a: and so on")
  private String data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "wflw, pts, cofw, aflw, coco, hrnet-csv or csv; guessed from the folder when left out")
  private String format;

  @Option(
      names = "--scheme",
      paramLabel = "NAME|FILE",
      description = "landmarks, as in train; a file must be there on all workers")
  private String scheme;

  @Option(
      names = "--face-boxes",
      paramLabel = "SOURCE",
      description = "given or landmarks, as in train")
  private String faceBoxes;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN|URI",
      description = "where plan, metrics, checkpoints and report go; written by the driver alone")
  private String out;

  @Option(
      names = "--workers",
      required = true,
      paramLabel = "N",
      description = "on how many executors to train; every batch is shared out among them")
  private int workers;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "changes the plan, for instance --set epochs=10 seed=2")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(names = "--overwrite", description = "write into a folder that holds something")
  private boolean overwrite;

  @Option(
      names = "--strict",
      description = "end at the first picture that cannot be read instead of skipping it")
  private boolean strict;

  @Option(names = "--verbose", description = "show where in the program an error arose")
  private boolean verbose;

  @Override
  public Integer call() throws IOException {
    TrainingPlan chosen = TrainingPlan.read(plan, changes);
    if (workers < 1 || workers > chosen.batchSize()) {
      throw new IllegalArgumentException(
          "--workers must be from 1 to the plan's batch-size, %d, but is %d"
              .formatted(chosen.batchSize(), workers));
    }
    chosen.requireNothingButSteps("on a cluster");
    training()
        .train(
            new ClusterTraining.Job(chosen, data, dataOptions(), out, workers, overwrite, strict));
    return 0;
  }

  private static ClusterTraining training() {
    try {
      // Of Spark there is nothing in any of our jars: it comes from spark-submit.
      Class.forName("org.apache.spark.SparkContext", false, SparkCommand.class.getClassLoader());
      return ServiceLoader.load(ClusterTraining.class).findFirst().orElseThrow();
    } catch (ClassNotFoundException | NoSuchElementException e) {
      throw new IllegalArgumentException(
          "this runs inside spark-submit: ./mvnw -Pspark package makes the jar, and spark-submit"
              + " --master URL awing-train/target/awing-train-spark.jar spark ... starts it; see"
              + " docs/cluster.md",
          e);
    }
  }

  private List<String> dataOptions() {
    List<String> options = new ArrayList<>();
    add(options, "--format", format);
    add(options, "--scheme", scheme);
    add(options, "--face-boxes", faceBoxes);
    return List.copyOf(options);
  }

  private static void add(List<String> options, String name, String value) {
    if (value != null) {
      options.add(name);
      options.add(value);
    }
  }
}
