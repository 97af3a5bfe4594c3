package io.github.awing.train;

import io.github.awing.data.BadDataException;
import io.github.awing.eval.cli.ComputeBackend;
import io.github.awing.eval.cli.OutputFolder;
import io.github.awing.eval.report.ReportPage;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/**
 * Trains on a cluster: shares out every batch of the plan among the workers, and averages their
 * networks after every step. Faces, order and steps are those of a training on one machine.
 */
final class SparkRun {

  private final ClusterTraining.Job job;
  private final TrainingPlan plan;
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final CollectionAccumulator<String> skipped;
  private final WorkerFaces faces;
  private final Optional<Path> localOut;

  SparkRun(ClusterTraining.Job job, JavaSparkContext spark) throws IOException {
    this.job = job;
    this.plan = job.plan();
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.skipped = new CollectionAccumulator<>();
    spark.sc().register(skipped, "skipped pictures");
    this.faces =
        new WorkerFaces(
            UUID.randomUUID().toString(),
            job,
            HadoopFolder.absolute(job.data().folder(), hadoop),
            new SerializableHadoopConfig(hadoop),
            skipped);
    this.localOut = HadoopFolder.local(job.out(), hadoop);
    if (!job.overwrite() && HadoopFolder.holdsSomething(job.out(), hadoop)) {
      throw new IllegalArgumentException(
          job.out() + ": this folder is not empty; give another one, or --overwrite");
    }
  }

  void train(TrainingListener listener) throws IOException {
    ComputeBackend.start();
    System.err.print(plan.toYaml());
    WorkerFaces.Summary data = summary();
    System.err.printf(
        "%d faces of %s, %s, on %d workers%n",
        data.faces(), data.format(), data.schemeName(), job.workers());
    Path out = localOut.isPresent() ? localOut.get() : HadoopFolder.temporary();
    OutputFolder.prepare(out, job.overwrite());
    RunFolder folder = RunFolder.create(out, plan);
    int steps = plan.epochs() * data.batches();
    HourglassNetwork network =
        HourglassNetwork.create(plan.network(data.landmarks()), plan.objective(steps), plan.seed());
    ComputationGraph graph = network.graph();
    int facesPerWorker = (plan.batchSize() + job.workers() - 1) / job.workers();
    SparkComputationGraph cluster =
        new SparkComputationGraph(spark, graph, new AveragingMaster(job.workers(), facesPerWorker));
    MetricsLog log = MetricsLog.create(folder.path());
    long start = System.nanoTime();
    listener.begins(steps);
    int step = 0;
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      long epochStart = System.nanoTime();
      int firstStep = step;
      int samples = 0;
      for (int batch = 0; batch < data.batches(); batch++) {
        int from = batch * plan.batchSize();
        int to = Math.min(from + plan.batchSize(), data.faces());
        fit(cluster, shares(epoch, from, to));
        graph.getConfiguration().setEpochCount(epoch);
        double rate = learningRate(step, steps);
        log.step(cluster.getScore(), rate);
        step++;
        if (DivergenceWatch.diverged(log.losses())) {
          throw new IllegalStateException(
              "the loss became %s at step %d; try a lower learning-rate"
                  .formatted(cluster.getScore(), step));
        }
        samples += to - from;
        listener.step(
            new StepMetrics(
                epoch + 1,
                step,
                cluster.getScore(),
                List.of(),
                rate,
                samples / secondsSince(epochStart)),
            graph);
      }
      graph.getConfiguration().setEpochCount(epoch + 1);
      new Checkpoint(
              network,
              data.scheme(),
              plan.cropEnlargement(),
              epoch + 1,
              step,
              plan.seed(),
              plan.toYaml())
          .save(folder.lastCheckpoint());
      EpochMetrics metrics =
          new EpochMetrics(
              epoch + 1,
              step,
              log.losses().subList(firstStep, step).stream()
                  .mapToDouble(Double::doubleValue)
                  .average()
                  .orElse(Double.NaN),
              learningRate(step, steps),
              samples / secondsSince(epochStart),
              secondsSince(start),
              0,
              null,
              null,
              null);
      log.epoch(metrics);
      publish(folder);
      listener.epoch(metrics, Double.NaN);
    }
    finish(folder, data, log, secondsSince(start));
  }

  /** Lets every worker open the data set, and checks that all see the same. */
  private WorkerFaces.Summary summary() {
    List<Integer> workers = IntStream.range(0, job.workers()).boxed().toList();
    WorkerFaces opened = faces;
    List<WorkerFaces.Summary> seen =
        spark
            .parallelize(new ArrayList<>(workers), job.workers())
            .map(worker -> opened.summary())
            .collect();
    for (WorkerFaces.Summary one : seen) {
      if (one.problem() != null) {
        throw new IllegalArgumentException("a worker says: " + one.problem());
      }
      if (!one.equals(seen.get(0))) {
        throw new BadDataException(
            Path.of(job.data().folder()),
            "the workers see different data sets: %s and %s".formatted(seen.get(0), one));
      }
    }
    return seen.get(0);
  }

  /** Cuts a batch into a share for each worker; if there are fewer faces, several get the same. */
  private List<String> shares(int epoch, int from, int to) {
    int count = to - from;
    int workers = job.workers();
    return IntStream.range(0, workers)
        .mapToObj(
            worker ->
                count < workers
                    ? WorkerFaces.share(epoch, from + worker % count, from + worker % count + 1)
                    : WorkerFaces.share(
                        epoch,
                        from + count * worker / workers,
                        from + count * (worker + 1) / workers))
        .toList();
  }

  private void fit(SparkComputationGraph cluster, List<String> shares) {
    JavaRDD<String> names = spark.parallelize(new ArrayList<>(shares), job.workers());
    cluster.fitPaths(names, faces);
  }

  private void finish(RunFolder folder, WorkerFaces.Summary data, MetricsLog log, double seconds)
      throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "data",
        "%s (%s, %s, %d faces)"
            .formatted(job.data().folder(), data.format(), data.schemeName(), data.faces()));
    facts.put("training time", String.format(Locale.ROOT, "%.0f s", seconds));
    facts.put("plan", plan.toYaml().strip());
    facts.put("program", new TrainMain.Version().getVersion()[0]);
    facts.put(
        "cluster",
        "%d workers, Spark %s at %s".formatted(job.workers(), spark.version(), spark.master()));
    facts.put("driver", ComputeBackend.describe());
    facts.put("Java", System.getProperty("java.version"));
    ReportPage.titled("A training of " + data.schemeName())
        .picture(
            TrainingReport.lossCurve(log.losses(), log.epochs()),
            "Training loss by step",
            "The loss of every step, smoothed.")
        .provenance(facts)
        .write(folder.report());
    publish(folder);
    System.err.printf(
        Locale.ROOT,
        "trained in %.0f s; the network is in %s/checkpoints/last.awing%n",
        seconds,
        job.out());
    Set<String> told = new TreeSet<>(skipped.value());
    if (!told.isEmpty()) {
      System.err.printf("%d pictures skipped:%n", told.size());
      told.forEach(line -> System.err.println("  " + line));
    }
  }

  private void publish(RunFolder folder) throws IOException {
    if (localOut.isEmpty()) {
      HadoopFolder.publish(folder.path(), job.out(), hadoop);
    }
  }

  private double learningRate(int step, int steps) {
    return plan.learningRates(steps, 1).valueAt(step, 0);
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
