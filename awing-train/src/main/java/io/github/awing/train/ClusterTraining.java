package io.github.awing.train;

import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Split;
import io.github.awing.data.format.BoxChoice;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.format.DataSetRequest;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.ServiceLoader;

/** Trains on a cluster. The implementation comes with the jar that is submitted to Spark. */
public interface ClusterTraining {

  /**
   * Data set as workers read it, each from a copy of its own if need be.
   *
   * @param folder path or Hadoop URI
   * @param format word of its form; null to guess it from the folder
   * @param scheme name or file of its landmarks; null for the data set's own
   * @param boxes of its faces
   */
  record Data(String folder, String format, String scheme, BoxChoice boxes)
      implements Serializable {

    /** Checks that a folder and boxes are given. */
    public Data {
      Objects.requireNonNull(folder, "folder");
      Objects.requireNonNull(boxes, "boxes");
    }

    /**
     * Reads the training faces of a copy on this machine.
     *
     * @throws io.github.awing.data.BadDataException if it holds none
     * @throws IllegalArgumentException if there is no such format or scheme
     */
    public FaceDataSet read(Path copy) {
      DataSetFormat form =
          format == null ? DataSetFormat.guess(copy) : DataSetFormat.ofWord(format);
      DataSetRequest request = DataSetRequest.of(Split.TRAIN).with(boxes);
      return form.read(
          copy, scheme == null ? request : request.with(LandmarkScheme.ofNameOrFile(scheme)));
    }
  }

  /**
   * Training for a cluster.
   *
   * @param plan the training plan
   * @param data the data set
   * @param out path or Hadoop URI of the run folder
   * @param workers that share out every batch, at least 1
   * @param overwrite whether the run folder may hold something
   * @param strict whether a picture that cannot be read ends the training
   */
  record Job(
      TrainingPlan plan, Data data, String out, int workers, boolean overwrite, boolean strict) {

    /**
     * Checks that the plan asks for nothing that a cluster cannot do.
     *
     * @throws IllegalArgumentException if it does, or there are more workers than faces in a batch
     */
    public Job {
      if (workers < 1 || workers > plan.batchSize()) {
        throw new IllegalArgumentException(
            "--workers must be from 1 to the plan's batch-size, %d, but is %d"
                .formatted(plan.batchSize(), workers));
      }
      plan.requireNothingButSteps("on a cluster");
    }
  }

  /**
   * Trains, and writes the run folder.
   *
   * @throws IOException if the run folder cannot be written
   */
  void train(Job job, TrainingListener listener) throws IOException;

  /**
   * Finds the implementation.
   *
   * @throws NoSuchElementException if this is not the jar for Spark, or does not run inside Spark
   */
  static ClusterTraining find() {
    try {
      // Of Spark there is nothing in any of our jars: it comes from spark-submit.
      Class.forName("org.apache.spark.SparkContext", false, ClusterTraining.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new NoSuchElementException("Spark is not on the class path", e);
    }
    return ServiceLoader.load(ClusterTraining.class).findFirst().orElseThrow();
  }
}
