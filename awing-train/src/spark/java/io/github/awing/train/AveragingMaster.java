package io.github.awing.train;

import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;

/**
 * Averages weights, running statistics and the updater's state after every step of all workers.
 *
 * <p>Deeplearning4j's own workers count their steps from 0 whenever they get the network, so that
 * neither the learning rate's schedule nor Adam's start would ever come to an end; these go on from
 * where the network is.
 */
final class AveragingMaster extends ParameterAveragingTrainingMaster {

  private transient Broadcast<NetBroadcastTuple> last;

  /**
   * Averages every step.
   *
   * @param workers among whom a batch is shared out
   * @param facesPerWorker of a batch, at most
   */
  AveragingMaster(int workers, int facesPerWorker) {
    super(
        new ParameterAveragingTrainingMaster.Builder(workers, facesPerWorker)
            .batchSizePerWorker(facesPerWorker)
            .averagingFrequency(1)
            .saveUpdater(true)
            .workerPrefetchNumBatches(0)
            .repartionData(Repartition.Never)
            .storageLevelStreams(null));
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph spark) {
    ComputationGraph graph = spark.getNetwork();
    if (last != null) {
      last.destroy();
    }
    last =
        spark
            .getSparkContext()
            .broadcast(
                new NetBroadcastTuple(
                    graph.getConfiguration(),
                    graph.params(),
                    graph.getUpdater().getStateViewArray()));
    return new Worker(
        last,
        new WorkerConfiguration(
            true,
            rddDataSetNumExamples,
            batchSizePerWorker,
            averagingFrequency,
            prefetchNumBatches,
            false),
        graph.getConfiguration().getIterationCount(),
        graph.getConfiguration().getEpochCount());
  }

  private static final class Worker extends ParameterAveragingTrainingWorker {

    private static final long serialVersionUID = 1L;

    private final int iterationCount;
    private final int epochCount;

    Worker(
        Broadcast<NetBroadcastTuple> network,
        WorkerConfiguration configuration,
        int iterationCount,
        int epochCount) {
      super(network, true, configuration, null, null, null);
      this.iterationCount = iterationCount;
      this.epochCount = epochCount;
    }

    @Override
    public ComputationGraph getInitialModelGraph() {
      ComputationGraph graph = super.getInitialModelGraph();
      graph.getConfiguration().setIterationCount(iterationCount);
      graph.getConfiguration().setEpochCount(epochCount);
      return graph;
    }
  }
}
