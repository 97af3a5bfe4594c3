package io.github.awing.loss;

import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Everything in one pass over the native memory of float arrays, on all cores. */
record FusedPass() implements HeatmapPass {

  /** Below, waking another thread takes longer than it saves. */
  private static final int FLOATS_WORTH_A_THREAD = 1 << 15;

  @Override
  public double[] run(
      HeatmapLoss loss,
      HeatmapBatch arrays,
      double gradientScale,
      INDArray gradients,
      INDArray losses) {
    Bands bands = Bands.of(arrays.predictions(), loss.layout());
    BandMemory memory =
        new BandMemory(
            floats(arrays.targets()),
            floats(arrays.predictions()),
            arrays.mask() == null ? null : floats(arrays.mask()),
            arrays.mask() != null && arrays.mask().rank() == 2,
            gradients == null ? null : NativeFloats.of(gradients),
            losses == null ? null : NativeFloats.of(losses));
    double[] sums = new double[bands.count()];
    int threads =
        (int)
            Math.min(
                Math.min(Runtime.getRuntime().availableProcessors(), bands.count()),
                1 + arrays.predictions().length() / FLOATS_WORTH_A_THREAD);
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              BandWorker worker = new BandWorker(loss, bands, memory, (float) gradientScale);
              for (int band = thread; band < sums.length; band += threads) {
                sums[band] = worker.run(band);
              }
            });
    // In order, so that the result does not depend on the number of threads.
    double[] faces = new double[(int) arrays.predictions().size(0)];
    for (int band = 0; band < sums.length; band++) {
      faces[bands.face(band)] += sums[band];
    }
    return faces;
  }

  private static FloatBuffer floats(INDArray array) {
    return NativeFloats.of(NativeFloats.dense(array));
  }
}
