package io.github.awing.eval.draw;

import io.github.awing.data.Affine;
import io.github.awing.data.FaceCropper;
import io.github.awing.data.GaussianHeatmaps;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.SyntheticFace;
import io.github.awing.data.SyntheticFaces;
import io.github.awing.data.TargetHeatmaps;
import io.github.awing.loss.Layout;
import io.github.awing.loss.WeightedLossMap;
import java.awt.image.BufferedImage;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/** What a network is to answer to a drawn face, and what counts most in it. */
public final class TargetSheets {

  private static final int CROP = 256;
  private static final int SIDE = CROP / 4;
  private static final double ENLARGEMENT = 1.25;
  private static final double SIGMA = 1.75;
  private static final int PUPIL = 96;
  private static final long SEED = 7;

  private TargetSheets() {}

  /**
   * A face, the target heatmap of one landmark, and its weighted loss map.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage weightMap() {
    Drawn drawn = drawn();
    float[] target = drawn.targets()[PUPIL];
    float[] boundary = drawn.targets()[drawn.targets().length - 1];
    return PanelSheet.draw(
        List.of(
            new PanelSheet.Panel("target of a pupil", flat(target)),
            new PanelSheet.Panel("its weights: 1 and 11", flat(weights(target))),
            new PanelSheet.Panel("target of the boundary", flat(boundary)),
            new PanelSheet.Panel("its weights: 1 and 11", flat(weights(boundary)))),
        4);
  }

  /**
   * A face, its boundary curves as a heatmap, and both.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage boundary() {
    Drawn drawn = drawn();
    float[] boundary = drawn.targets()[drawn.targets().length - 1];
    return PanelSheet.draw(
        List.of(
            new PanelSheet.Panel("face crop", drawn.crop()),
            new PanelSheet.Panel("boundary", flat(boundary)),
            new PanelSheet.Panel("both", HeatmapPicture.over(drawn.crop(), boundary))),
        3);
  }

  private record Drawn(BufferedImage crop, float[][] targets) {}

  private static Drawn drawn() {
    SyntheticFace face = new SyntheticFaces(SEED).draw(0);
    Affine toCrop = new FaceCropper(CROP, ENLARGEMENT).toCrop(face.box());
    Landmarks landmarks = face.landmarks().map(toCrop::apply);
    float[][] targets =
        new TargetHeatmaps(
                LandmarkScheme.named("wflw-98"), new GaussianHeatmaps(SIGMA, false), true)
            .draw(landmarks, CROP);
    try (Picture picture = Picture.of(face.picture());
        Picture crop = picture.warp(toCrop, CROP)) {
      return new Drawn(crop.toBufferedImage(), targets);
    }
  }

  /** From 0 for the least weight to 1 for the greatest. */
  private static float[] weights(float[] target) {
    WeightedLossMap map = new WeightedLossMap();
    float[] weights =
        map.of(Nd4j.create(target, new long[] {1, 1, SIDE, SIDE}, 'c'), Layout.NCHW)
            .data()
            .asFloat();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((weights[i] - 1) / map.weight());
    }
    return weights;
  }

  private static BufferedImage flat(float[] heatmap) {
    return HeatmapPicture.flat(heatmap, PanelSheet.CELL);
  }
}
