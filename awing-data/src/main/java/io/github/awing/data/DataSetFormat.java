package io.github.awing.data;

/** The forms in which face data sets come. */
public enum DataSetFormat {
  /** WFLW's folders and lists: 98 landmarks, a rectangle and six attributes a line. */
  WFLW("wflw"),
  /** A folder of pictures, each with an iBUG {@code .pts} file of the same name beside it. */
  PTS("pts");

  private final String word;

  DataSetFormat(String word) {
    this.word = word;
  }

  /** The word that names the form on the command line. */
  public String word() {
    return word;
  }
}
