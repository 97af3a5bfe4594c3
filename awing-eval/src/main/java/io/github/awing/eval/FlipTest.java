package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.PicturePart;
import io.github.awing.data.batch.CroppedFace;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.loss.internal.NativeFloats;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The flip test: a network is asked about a face and about its mirror image, and the mean of the
 * two answers counts. It costs twice the time, and papers say so where they use it; Adaptive Wing's
 * does not.
 */
final class FlipTest {

  private FlipTest() {}

  /**
   * The mirror image of a face crop, cut from the picture anew, such that a heatmap's cells come to
   * lie on cells.
   */
  static CroppedFace mirrored(PicturePart picture, CroppedFace face, FaceCropper cropper) {
    return cropper.crop(picture, face.toCrop().then(cropper.grid().mirror()));
  }

  /**
   * Puts the means of two answers in the place of the first: the mirror image's is turned back, and
   * its landmarks get back their names. Heatmaps after the landmarks', the boundary, keep theirs.
   *
   * @param heatmaps float [N, C, H, W], dense
   * @param ofMirrored the same for the mirror images
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
