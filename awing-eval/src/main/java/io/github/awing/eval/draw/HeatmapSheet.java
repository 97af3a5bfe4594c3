package io.github.awing.eval.draw;

import io.github.awing.data.Box;
import io.github.awing.data.LandmarkScheme;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** What a network sees in one face: its heatmaps and its boundary, beside those it should see. */
public final class HeatmapSheet {

  private static final int CELL = 256;
  private static final int CAPTION = 30;
  private static final int GAP = 10;
  private static final int COLUMNS = 4;

  private record Panel(String caption, BufferedImage picture) {}

  private HeatmapSheet() {}

  /**
   * Draws the face crop, all landmark heatmaps merged by their maximum, the boundary heatmap if
   * there is one, each predicted and true, and four single landmarks.
   *
   * @param crop the face crop that the network saw
   * @param scheme the scheme of its landmarks
   * @param predicted [channels][size²], square and rows one after another, about 0 to 1: the
   *     scheme's landmarks, then perhaps the boundary
   * @param target the same for the true heatmaps
   * @throws IllegalArgumentException if the two differ in shape, or the channels are neither the
   *     scheme's landmarks nor one more
   * @throws MissingFontsException if this Java has no fonts
   */
  public static BufferedImage draw(
      BufferedImage crop, LandmarkScheme scheme, float[][] predicted, float[][] target) {
    int landmarks = scheme.count();
    if (predicted.length != target.length
        || predicted.length < landmarks
        || predicted.length > landmarks + 1) {
      throw new IllegalArgumentException(
          "scheme %s needs %d heatmaps, or one more with the boundary, but %d are predicted and %d true"
              .formatted(scheme.name(), landmarks, predicted.length, target.length));
    }
    BufferedImage face =
        PictureArea.draw(crop, new Box(0, 0, crop.getWidth(), crop.getHeight()), CELL);
    List<Panel> panels = new ArrayList<>();
    panels.add(new Panel("face crop", face));
    panels.add(
        new Panel("landmarks, predicted", over(face, merged(Arrays.copyOf(predicted, landmarks)))));
    panels.add(new Panel("landmarks, true", over(face, merged(Arrays.copyOf(target, landmarks)))));
    if (predicted.length > landmarks) {
      panels.add(new Panel("boundary, predicted", flat(predicted[landmarks])));
      panels.add(new Panel("boundary, true", flat(target[landmarks])));
    }
    for (int landmark : sample(landmarks, panels.size())) {
      panels.add(new Panel("landmark " + landmark + ", predicted", flat(predicted[landmark])));
    }
    return sheet(panels);
  }

  /** So many landmarks spread over the scheme that the last row is full. */
  private static int[] sample(int landmarks, int panels) {
    int count = Math.min(landmarks, 2 * COLUMNS - panels);
    int[] sample = new int[count];
    Arrays.setAll(sample, i -> (int) ((i + 0.5) * landmarks / count));
    return sample;
  }

  private static float[] merged(float[][] heatmaps) {
    float[] most = heatmaps[0].clone();
    for (float[] heatmap : heatmaps) {
      for (int i = 0; i < most.length; i++) {
        most[i] = Math.max(most[i], heatmap[i]);
      }
    }
    return most;
  }

  private static BufferedImage flat(float[] heatmap) {
    return enlarged(coloured(heatmap, value -> 1));
  }

  /** The heatmap over a darkened face, clearer the higher it is. */
  private static BufferedImage over(BufferedImage face, float[] heatmap) {
    BufferedImage picture = new BufferedImage(CELL, CELL, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(face, 0, 0, null);
    graphics.setColor(Palette.withAlpha(Color.BLACK, 0.35));
    graphics.fillRect(0, 0, CELL, CELL);
    graphics.drawImage(
        enlarged(coloured(heatmap, value -> Math.min(1, 1.6 * Math.max(0, value)))), 0, 0, null);
    graphics.dispose();
    return picture;
  }

  private static BufferedImage coloured(float[] heatmap, DoubleUnaryOperator opacity) {
    int size = (int) Math.round(Math.sqrt(heatmap.length));
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < heatmap.length; i++) {
      int alpha = (int) Math.round(255 * opacity.applyAsDouble(heatmap[i]));
      picture.setRGB(i % size, i / size, alpha << 24 | ColourMap.rgb(heatmap[i]));
    }
    return picture;
  }

  private static BufferedImage enlarged(BufferedImage heatmap) {
    BufferedImage large = new BufferedImage(CELL, CELL, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.drawImage(heatmap, 0, 0, CELL, CELL, null);
    graphics.dispose();
    return large;
  }

  private static BufferedImage sheet(List<Panel> panels) {
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            COLUMNS * (CELL + GAP) + GAP,
            GAP + rows * (CELL + CAPTION + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setFont(Lettering.plain(17));
    for (int i = 0; i < panels.size(); i++) {
      int x = GAP + i % COLUMNS * (CELL + GAP);
      int y = GAP + i / COLUMNS * (CELL + CAPTION + GAP);
      graphics.drawImage(panels.get(i).picture(), x, y, null);
      graphics.setColor(Palette.INK);
      graphics.drawString(panels.get(i).caption(), x + 2, y + CELL + 20);
    }
    graphics.dispose();
    return sheet;
  }
}
