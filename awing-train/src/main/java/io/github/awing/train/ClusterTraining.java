package io.github.awing.train;

import java.io.IOException;
import java.util.List;

/** Training on a cluster. The implementation comes with the jar that is submitted to Spark. */
interface ClusterTraining {

  /**
   * What to train, and on what.
   *
   * @param plan the training plan
   * @param data folder or Hadoop URI of the data set
   * @param dataOptions how it is read: the options of {@code DataSetOptions} but the folder
   * @param out folder or Hadoop URI of the run
   * @param workers on how many the batches are shared out, at least 1
   * @param overwrite whether the run's folder may hold something
   * @param strict whether a picture that cannot be read ends the training
   */
  record Job(
      TrainingPlan plan,
      String data,
      List<String> dataOptions,
      String out,
      int workers,
      boolean overwrite,
      boolean strict) {}

  /**
   * Trains, and leaves the run's folder.
   *
   * @throws IOException if the run's folder cannot be written
   */
  void train(Job job) throws IOException;
}
