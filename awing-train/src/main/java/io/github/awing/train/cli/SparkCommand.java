package io.github.awing.train.cli;

import io.github.awing.data.format.BoxChoice;
import io.github.awing.train.ClusterTraining;
import io.github.awing.train.TrainMain;
import io.github.awing.train.TrainingPlan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code awing-train spark}: trains on a Spark cluster, inside spark-submit. */
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

  /** Source of the faces' boxes. */
  private enum Boxes {
    given,
    landmarks
  }

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
      description = "landmarks, as in train; all workers must see a file")
  private String scheme;

  @Option(
      names = "--face-boxes",
      paramLabel = "SOURCE",
      description = "given or landmarks, as in train")
  private Boxes faceBoxes = Boxes.given;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN|URI",
      description = "folder for plan, metrics, checkpoints and report; the driver alone writes it")
  private String out;

  @Option(
      names = "--workers",
      required = true,
      paramLabel = "N",
      description = "number of executors, which share out every batch")
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
    ClusterTraining.Job job = job(TrainingPlan.read(plan, changes));
    try (TrainingProgress progress = new TrainingProgress(job.plan().epochs())) {
      training().train(job, progress);
    }
    return 0;
  }

  private ClusterTraining.Job job(TrainingPlan chosen) {
    return new ClusterTraining.Job(
        chosen,
        new ClusterTraining.Data(
            data,
            format,
            scheme,
            faceBoxes == Boxes.landmarks ? BoxChoice.LANDMARKS : BoxChoice.GIVEN),
        out,
        workers,
        overwrite,
        strict);
  }

  private static ClusterTraining training() {
    try {
      return ClusterTraining.find();
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(
          "this command runs inside spark-submit: ./mvnw -Pspark package makes the jar, and spark-submit"
              + " --master URL awing-train/target/awing-train-spark.jar spark ... starts it; see"
              + " docs/cluster.md",
          e);
    }
  }
}
