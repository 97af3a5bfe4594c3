package io.github.awing.eval.draw;

import java.awt.Color;

/** How curves beside each other get their colours. */
public enum Colouring {
  /** Different things: as far apart as can be, to any kind of colour vision. */
  DISTINCT {
    @Override
    Color of(int index, int count) {
      return Palette.series(index);
    }
  },
  /** Growing values of one thing: from dark to light. */
  ORDERED {
    @Override
    Color of(int index, int count) {
      return new Color(ColourMap.rgb(count == 1 ? 0 : LIGHTEST * index / (count - 1)));
    }
  };

  // What is lighter is hard to see on white.
  private static final double LIGHTEST = 0.82;

  abstract Color of(int index, int count);
}
