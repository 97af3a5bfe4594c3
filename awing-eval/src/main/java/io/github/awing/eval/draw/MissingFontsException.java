package io.github.awing.eval.draw;

/** Thrown if Java finds no fonts and cannot draw text. */
public final class MissingFontsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingFontsException(Throwable cause) {
    super(
        "this Java finds no fonts to draw plots with; install fontconfig and a font"
            + " (Debian, Ubuntu: apt-get install fontconfig fonts-dejavu-core)",
        cause);
  }
}
