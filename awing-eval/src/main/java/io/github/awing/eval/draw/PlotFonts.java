package io.github.awing.eval.draw;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** The letters in plots and pictures. */
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

  /** A Java without fonts fails in one of many ways, and not before a letter is measured. */
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
