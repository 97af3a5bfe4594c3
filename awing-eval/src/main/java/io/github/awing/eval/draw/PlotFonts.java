package io.github.awing.eval.draw;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Fonts of plots and pictures. */
final class PlotFonts {

  private PlotFonts() {}

  static Font plain(int size) {
    return font(Font.PLAIN, size);
  }

  static Font bold(int size) {
    return font(Font.BOLD, size);
  }

  private static Font font(int style, int size) {
    Font font = new Font(Font.SANS_SERIF, style, size);
    measure(font);
    return font;
  }

  /** Measures a letter: without fonts, Java fails only here, with one of several exceptions. */
  private static void measure(Font font) {
    try {
      font.getLineMetrics("0", new FontRenderContext(null, true, true));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new MissingFontsException(e);
    }
  }
}
