package io.github.awing.eval.draw;

import io.github.awing.data.Affine;
import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.batch.Augmentation;
import io.github.awing.data.batch.FaceCropper;
import io.github.awing.data.batch.FacePipeline;
import io.github.awing.data.batch.GaussianHeatmaps;
import io.github.awing.data.batch.TargetHeatmaps;
import io.github.awing.eval.draw.PanelSheet.Panel;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Draws faces of a data set as they are read: the crop with its landmarks, its boundary, its mirror
 * image, and the augmented crop of the first epoch.
 */
public final class DataSheet {

  private static final int CROP = 256;
  private static final double ENLARGEMENT = 1.25;
  private static final double SIGMA = 1.75;
  private static final int LONGEST_NAME = 26;

  private final LandmarkScheme scheme;
  private final TargetHeatmaps targets;
  private final long seed;

  /**
   * Draws faces of one scheme.
   *
   * @param seed of the augmentation
   */
  public DataSheet(LandmarkScheme scheme, long seed) {
    this.scheme = scheme;
    this.targets = new TargetHeatmaps(scheme, new GaussianHeatmaps(SIGMA, false), true);
    this.seed = seed;
  }

  /**
   * Draws one row for each face.
   *
   * @param skipped takes the reason for each face whose picture cannot be read
   * @throws BadDataException if no picture can be read
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage draw(List<AnnotatedFace> faces, Consumer<BadDataException> skipped) {
    List<Panel> panels = new ArrayList<>();
    BadDataException last = null;
    for (int i = 0; i < faces.size(); i++) {
      try {
        panels.addAll(row(faces.get(i), i));
      } catch (BadDataException e) {
        skipped.accept(e);
        last = e;
      }
    }
    if (panels.isEmpty() && last != null) {
      throw last;
    }
    return PanelSheet.draw(panels, 4);
  }

  private List<Panel> row(AnnotatedFace face, int index) {
    Panel boundary;
    try (FacePipeline.Sample sample = sample(face, Augmentation.NONE, index)) {
      float[][] heatmaps = targets.draw(sample.landmarks(), sample.labelled(), CROP);
      boundary =
          new Panel(
              "boundary",
              HeatmapPicture.over(
                  PanelSheet.fitted(sample.crop().toBufferedImage()),
                  heatmaps[heatmaps.length - 1]));
    }
    return List.of(
        marked(shortened(face.image()), face, Augmentation.NONE, index),
        marked("mirrored", face, Augmentation.MIRRORED, index),
        boundary,
        marked("augmented", face, Augmentation.PAPER, index));
  }

  private Panel marked(String caption, AnnotatedFace face, Augmentation augmentation, int index) {
    try (FacePipeline.Sample sample = sample(face, augmentation, index)) {
      BufferedImage picture = PanelSheet.fitted(sample.crop().toBufferedImage());
      Affine toPanel = PictureArea.landmarksIn(new Box(0, 0, CROP, CROP), PanelSheet.CELL);
      Graphics2D graphics = picture.createGraphics();
      new LandmarkOverlay(scheme).drawTrue(graphics, sample.landmarks().map(toPanel::apply));
      graphics.dispose();
      return new Panel(caption, picture);
    }
  }

  private FacePipeline.Sample sample(AnnotatedFace face, Augmentation augmentation, int index) {
    return new FacePipeline(new FaceCropper(CROP, ENLARGEMENT), targets, augmentation, seed)
        .sample(face, 0, index);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : "…" + name.substring(name.length() - LONGEST_NAME + 1);
  }
}
