package io.github.awing.model.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * What the vertices of this package do, in ND4J's operations: for arrays in memory that Java cannot
 * reach, as a GPU's. All arrays are NHWC.
 */
final class ArrayOperations {

  private ArrayOperations() {}

  /** All inputs but the last side by side along the channels, plus the last. */
  static void concatenateAdd(INDArray[] inputs, INDArray output) {
    output.assign(inputs[inputs.length - 1]);
    long from = 0;
    for (INDArray part : Arrays.copyOf(inputs, inputs.length - 1)) {
      channels(output, from, part.size(3)).addi(part);
      from += part.size(3);
    }
  }

  /** The first channels into the first part, the next into the second, and so on. */
  static void split(INDArray whole, INDArray... parts) {
    long from = 0;
    for (INDArray part : parts) {
      part.assign(channels(whole, from, part.size(3)));
      from += part.size(3);
    }
  }

  /** The first input plus the second, of half its height and width, with every pixel doubled. */
  static void upsampleAdd(INDArray high, INDArray low, INDArray output) {
    output.assign(high);
    for (int corner = 0; corner < 4; corner++) {
      corner(output, corner).addi(low);
    }
  }

  /** The sum of every square of four pixels. */
  static void sumOfFours(INDArray high, INDArray low) {
    low.assign(0);
    for (int corner = 0; corner < 4; corner++) {
      low.addi(corner(high, corner));
    }
  }

  /**
   * The input with x, y and r after its channels; and, where there are heatmaps, with x and y again
   * wherever the last of them is high.
   *
   * @param planes {@link CoordConv#coordinates} of the input's size, or null for none
   * @param heatmaps of the previous stack, or null
   */
  static void appendCoordinates(
      INDArray input, float[] planes, INDArray heatmaps, INDArray output) {
    long channels = input.size(3);
    channels(output, 0, channels).assign(input);
    if (planes == null) {
      return;
    }
    long height = input.size(1);
    long width = input.size(2);
    INDArray coordinates =
        Nd4j.createFromArray(planes).reshape('c', 1, 3, height, width).permute(0, 2, 3, 1);
    coordinates = Nd4j.concat(0, repeated(coordinates, (int) input.size(0)));
    channels(output, channels, 3).assign(coordinates);
    if (heatmaps != null) {
      INDArray boundary = channels(heatmaps, heatmaps.size(3) - 1, 1).dup('c');
      INDArray onBoundary =
          boundary
              .cond(Conditions.greaterThan(CoordConv.BOUNDARY_THRESHOLD))
              .castTo(DataType.FLOAT);
      for (int c = 0; c < 2; c++) {
        channels(output, channels + 3 + c, 1).assign(channels(coordinates, c, 1).mul(onBoundary));
      }
    }
  }

  private static INDArray[] repeated(INDArray array, int times) {
    INDArray[] result = new INDArray[times];
    Arrays.fill(result, array);
    return result;
  }

  private static INDArray channels(INDArray array, long from, long count) {
    return array.get(all(), all(), all(), interval(from, from + count));
  }

  /** One of the four pixels that a low pixel becomes, of all of them. */
  private static INDArray corner(INDArray high, int corner) {
    return high.get(
        all(), interval(corner / 2, 2, high.size(1)), interval(corner % 2, 2, high.size(2)), all());
  }
}
