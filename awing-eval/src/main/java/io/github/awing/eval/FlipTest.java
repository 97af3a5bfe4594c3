package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.PicturePart;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Flip test: averages a network's heatmaps of a face and of its mirror image. It takes twice the
 * time. The Adaptive Wing paper does not use it.
 */
final class FlipTest {

  private FlipTest() {}

  /**
   * Cuts the mirror image of a face crop from the picture, aligned so that mirrored heatmap cells
   * coincide with cells.
   */
  static CroppedFace mirrored(PicturePart picture, CroppedFace face, FaceCropper cropper) {
    return cropper.crop(picture, face.toCrop().then(cropper.grid().mirror()));
  }

  /**
   * Replaces heatmaps by the mean with the mirror images' heatmaps, which are mirrored back and
   * permuted by the scheme's flip order. The boundary keeps its channel.
   *
   * @param heatmaps float [N, C, H, W], dense
   * @param ofMirrored heatmaps of the mirror images, of the same shape
   */
  static void average(INDArray heatmaps, INDArray ofMirrored, LandmarkScheme scheme) {
    int channels = (int) heatmaps.size(1);
    int width = (int) heatmaps.size(3);
    int rows = (int) heatmaps.size(2);
    int[] flipOrder = scheme.flipOrder();
    FloatBuffer values = NativeFloats.toWrite(heatmaps);
    FloatBuffer mirrored = NativeFloats.toRead(ofMirrored);
    for (int face = 0; face < heatmaps.size(0); face++) {
      for (int channel = 0; channel < channels; channel++) {
        int its = channel < flipOrder.length ? flipOrder[channel] : channel;
        for (int row = 0; row < rows; row++) {
          int start = ((face * channels + channel) * rows + row) * width;
          int last = ((face * channels + its) * rows + row + 1) * width - 1;
          for (int x = 0; x < width; x++) {
            values.put(start + x, (values.get(start + x) + mirrored.get(last - x)) / 2);
          }
        }
      }
    }
  }
}
