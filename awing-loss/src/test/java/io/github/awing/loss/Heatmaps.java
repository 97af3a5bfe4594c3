package io.github.awing.loss;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Heatmaps for tests: mostly zero, with a few peaks, some of them at the borders. */
final class Heatmaps {

  private Heatmaps() {}

  static INDArray targets(long seed, DataType type, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    return fill(type, shape, () -> random.nextInt(40) == 0 ? random.nextDouble() : 0);
  }

  static INDArray predictions(long seed, DataType type, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    return fill(type, shape, () -> random.nextDouble() * 2 - 0.5);
  }

  static INDArray in(Layout layout, INDArray nchw) {
    return layout == Layout.NCHW ? nchw : nchw.permute(0, 2, 3, 1).dup('c');
  }

  static INDArray toNchw(Layout layout, INDArray array) {
    return layout == Layout.NCHW ? array : array.permute(0, 3, 1, 2).dup('c');
  }

  private static INDArray fill(
      DataType type, long[] shape, java.util.function.DoubleSupplier values) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, values.getAsDouble());
    }
    return array.castTo(type);
  }
}
