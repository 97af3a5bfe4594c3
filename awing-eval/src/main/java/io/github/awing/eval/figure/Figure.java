package io.github.awing.eval.figure;

import io.github.awing.eval.draw.MissingFontsException;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Figures that each explain one idea of the paper; drawing one again gives the same picture. */
public enum Figure {
  /** The losses of the paper's comparison. */
  LOSSES(
      "losses",
      "MSE, L1, smooth L1, Wing and AWing, scaled to 1 at error 1",
      () -> LossComparison.sheet().draw()),
  /** Wing beside Adaptive Wing. */
  WING_VS_AWING(
      "wing-vs-awing",
      "Wing beside AWing for targets 1 and 0, at small errors",
      () -> WingComparison.sheet().draw()),
  /** Adaptive Wing from background to foreground. */
  AWING_TARGETS(
      "awing-targets",
      "AWing against the error, for targets from 0 to 1",
      () -> AdaptiveWingTargets.sheet().draw()),
  /** The weighted loss map of one heatmap. */
  WEIGHT_MAP(
      "weight-map",
      "a target's foreground and weights, and those of a drawn face",
      WeightMapFigure::draw),
  /** The boundary target of one face. */
  BOUNDARY(
      "boundary", "a drawn face, its boundary heatmap, one over the other", BoundaryFigure::draw),
  /** The effect of the four hyper-parameters. */
  HYPER_PARAMETERS(
      "hyper-parameters",
      "AWing for other values of omega, theta, epsilon and alpha",
      () -> HyperParameters.sheet().draw());

  private final String word;
  private final String shows;
  private final Supplier<BufferedImage> drawing;

  Figure(String word, String shows, Supplier<BufferedImage> drawing) {
    this.word = word;
    this.shows = shows;
    this.drawing = drawing;
  }

  /**
   * Finds a figure by its name.
   *
   * @throws IllegalArgumentException if there is no such figure; the message lists the figures
   */
  public static Figure named(String word) {
    return Arrays.stream(values())
        .filter(figure -> figure.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no figure '%s'; there are %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(Figure::word)
                                .collect(Collectors.joining(", ")))));
  }

  /** The name that users type. */
  public String word() {
    return word;
  }

  /** Content of the picture, in a phrase without a full stop. */
  public String shows() {
    return shows;
  }

  /** Whether drawing computes with ND4J, which must be started before. */
  public boolean needsBackend() {
    return this == WEIGHT_MAP;
  }

  /**
   * Draws the picture.
   *
   * @throws MissingFontsException if this Java has no fonts
   */
  public BufferedImage draw() {
    return drawing.get();
  }
}
