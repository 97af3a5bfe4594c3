package io.github.awing.data.batch;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory of one batch, outside the Java heap. It is reused for later batches, since new pages of
 * memory cost as much time as filling them.
 *
 * @param pictures see {@link FaceBatch}
 * @param targets see {@link FaceBatch}
 * @param labelled [N][landmarks]
 */
record BatchArrays(INDArray pictures, INDArray targets, boolean[][] labelled) {

  static BatchArrays create(FacePipeline pipeline, int batchSize) {
    int size = pipeline.cropper().size();
    int cells = pipeline.cropper().grid().size();
    TargetHeatmaps targets = pipeline.targets();
    return new BatchArrays(
        Nd4j.createUninitialized(DataType.FLOAT, batchSize, 3, size, size),
        Nd4j.createUninitialized(DataType.FLOAT, batchSize, cells, cells, targets.channels()),
        new boolean[batchSize][targets.scheme().count()]);
  }

  void free() {
    pictures.close();
    targets.close();
  }
}
