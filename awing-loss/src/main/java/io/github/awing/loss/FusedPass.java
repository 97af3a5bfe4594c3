package io.github.awing.loss;

import io.github.awing.loss.internal.NativeFloats;
import java.lang.ref.Reference;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes weighted loss map, losses, gradients and sums in one pass over float arrays' native
 * memory, on all cores.
 */
record FusedPass(int mostThreads) implements HeatmapPass {

  /** Fewest floats for a thread: with fewer, waking another thread takes longer than it saves. */
  private static final int FLOATS_WORTH_A_THREAD = 1 << 15;

  @Override
  public double[] run(
      HeatmapLoss loss,
      HeatmapBatch arrays,
      double gradientScale,
      INDArray gradients,
      INDArray losses) {
    HeatmapBatch dense = arrays.dense();
    try {
      return run(loss, dense, (float) gradientScale, memory(dense, gradients, losses));
    } finally {
      // Buffers do not keep arrays alive; without this their memory could be freed during the pass.
      Reference.reachabilityFence(dense);
      Reference.reachabilityFence(gradients);
      Reference.reachabilityFence(losses);
    }
  }

  private static BandMemory memory(HeatmapBatch dense, INDArray gradients, INDArray losses) {
    return new BandMemory(
        NativeFloats.toRead(dense.targets()),
        NativeFloats.toRead(dense.predictions()),
        dense.mask() == null ? null : NativeFloats.toRead(dense.mask()),
        dense.mask() != null && dense.mask().rank() == 2,
        gradients == null ? null : NativeFloats.toWrite(gradients),
        losses == null ? null : NativeFloats.toWrite(losses));
  }

  private double[] run(
      HeatmapLoss loss, HeatmapBatch arrays, float gradientScale, BandMemory memory) {
    Bands bands = Bands.of(arrays.predictions(), loss.layout());
    double[] sums = new double[bands.count()];
    int threads =
        (int)
            Math.min(
                Math.min(mostThreads, bands.count()),
                1 + arrays.predictions().length() / FLOATS_WORTH_A_THREAD);
    boolean suspicious =
        IntStream.range(0, threads)
            .parallel()
            .mapToObj(
                thread -> {
                  BandWorker worker = new BandWorker(loss, bands, memory, gradientScale);
                  for (int band = thread; band < sums.length; band += threads) {
                    sums[band] = worker.run(band);
                  }
                  return worker.mayBeOutOfRange();
                })
            .reduce(false, Boolean::logicalOr);
    if (suspicious && loss.targetRange() == TargetRange.REFUSE) {
      arrays.requireTargetsInRange(loss.layout());
    }
    // Added in order, so that the result does not depend on the number of threads.
    double[] faces = new double[(int) arrays.predictions().size(0)];
    for (int band = 0; band < sums.length; band++) {
      faces[bands.face(band)] += sums[band];
    }
    return faces;
  }
}
