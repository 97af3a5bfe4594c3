package io.github.awing.eval.draw;

import java.awt.Color;

/** Colours for curves in one plot. */
public enum Colouring {
  /** For unrelated curves: colours that every kind of colour vision distinguishes. */
  DISTINCT {
    @Override
    Color of(int index, int count) {
      return Palette.series(index);
    }
  },
  /** For growing values of one quantity: from dark to light. */
  ORDERED {
    @Override
    Color of(int index, int count) {
      return new Color(ColourMap.rgb(count == 1 ? 0 : LIGHTEST * index / (count - 1)));
    }
  };

  // Lighter colours are hard to see on white.
  private static final double LIGHTEST = 0.82;

  abstract Color of(int index, int count);
}
