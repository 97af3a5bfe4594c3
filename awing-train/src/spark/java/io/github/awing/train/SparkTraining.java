package io.github.awing.train;

import io.github.awing.data.BadDataException;
import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains on a Spark cluster by parameter averaging. */
public final class SparkTraining implements ClusterTraining {

  /** Found by name, when the jar holds it. */
  public SparkTraining() {}

  @Override
  public void train(Job job, TrainingListener listener) throws IOException {
    SparkConf settings =
        new SparkConf()
            .setIfMissing("spark.app.name", "awing-train")
            // ND4J's arrays travel by it as they are.
            .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    if (!settings.contains("spark.master")) {
      throw new IllegalArgumentException(
          "there is no Spark master; start this with spark-submit --master URL");
    }
    try (JavaSparkContext spark = new JavaSparkContext(settings)) {
      spark.setLogLevel("WARN");
      new SparkRun(job, spark).train(listener);
    } catch (RuntimeException | IOException e) {
      throw e;
    } catch (Exception e) {
      // Spark's own, which its methods do not declare; the worker's is in it.
      throw ofWorker(e);
    }
  }

  private static RuntimeException ofWorker(Exception failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof BadDataException bad) {
        return bad;
      }
    }
    return new IllegalStateException(
        String.valueOf(failure.getMessage()).lines().findFirst().orElse(""), failure);
  }
}
