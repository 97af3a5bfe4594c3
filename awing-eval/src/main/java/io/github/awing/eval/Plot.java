package io.github.awing.eval;

import io.github.awing.eval.draw.PixelLossPlots;
import io.github.awing.eval.draw.TargetSheets;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The pictures that explain the paper, by the word a user types. */
enum Plot {
  LOSSES("losses", PixelLossPlots::losses),
  WING_VS_AWING("wing-vs-awing", PixelLossPlots::wingAndAdaptiveWing),
  AWING_TARGETS("awing-targets", PixelLossPlots::targets),
  WEIGHT_MAP("weight-map", TargetSheets::weightMap),
  BOUNDARY("boundary", TargetSheets::boundary),
  HYPER_PARAMETERS("hyper-parameters", PixelLossPlots::hyperParameters);

  private final String word;
  private final Supplier<BufferedImage> drawing;

  Plot(String word, Supplier<BufferedImage> drawing) {
    this.word = word;
    this.drawing = drawing;
  }

  /**
   * The plot of that word.
   *
   * @throws IllegalArgumentException if there is none; the message lists the words
   */
  static Plot of(String word) {
    return Arrays.stream(values())
        .filter(plot -> plot.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no plot '%s', but %s"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(plot -> plot.word)
                                .collect(Collectors.joining(", ")))));
  }

  BufferedImage draw() {
    return drawing.get();
  }
}
