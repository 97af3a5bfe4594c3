package io.github.awing.eval;

import io.github.awing.data.Affine;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.eval.backend.InferenceBackend;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Backend of a perfect network: returns the target heatmaps of the one face in a picture. It
 * depends only on the pixels of a crop, as a network does, and so works for mirrored crops too.
 *
 * @param scheme of the landmarks
 * @param picture that crops are cut from
 * @param truth in the picture's pixels
 */
record PerfectBackend(LandmarkScheme scheme, PositionPicture picture, Landmarks truth)
    implements InferenceBackend {

  @Override
  public INDArray heatmaps(INDArray pictures) {
    int size = (int) pictures.size(3);
    TargetHeatmaps targets = new TargetHeatmaps(scheme, new GaussianHeatmaps(1.75, false), true);
    INDArray[] answers = new INDArray[(int) pictures.size(0)];
    for (int face = 0; face < answers.length; face++) {
      FloatBuffer crop = FloatBuffer.wrap(pictures.slice(face).dup('c').data().asFloat());
      Affine toCrop = picture.toCrop(crop, size);
      Landmarks inCrop = truth.map(toCrop::apply);
      boolean mirrored = toCrop.xx() * toCrop.yy() - toCrop.xy() * toCrop.yx() < 0;
      float[][] heatmaps =
          targets.draw(mirrored ? inCrop.reordered(scheme.flipOrder()) : inCrop, size);
      int cells = (int) Math.round(Math.sqrt(heatmaps[0].length));
      answers[face] = Nd4j.create(heatmaps).reshape(heatmaps.length, cells, cells);
    }
    return Nd4j.stack(0, answers);
  }

  @Override
  public void close() {
    // Holds no memory.
  }
}
