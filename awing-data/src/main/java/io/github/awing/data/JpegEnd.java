package io.github.awing.data;

/**
 * Finds whether a JPEG is complete. Decoders do not report missing pixels: they paint them grey or
 * repeat the last row.
 *
 * <p>It reads the markers alone, and only those before the pixels if the file ends with an end
 * marker. This takes little time compared with decoding.
 */
final class JpegEnd {

  private static final int MARKER = 0xff;
  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;

  private final byte[] file;
  private int at;

  private JpegEnd(byte[] file) {
    this.file = file;
  }

  /** Whether a file begins with a JPEG's signature. */
  static boolean isJpeg(byte[] file) {
    return file.length > 2 && (file[0] & 0xff) == MARKER && (file[1] & 0xff) == START;
  }

  /**
   * Whether the file has the end marker of the first picture; bytes after it are ignored.
   *
   * @param file that begins with a JPEG's signature
   */
  static boolean isComplete(byte[] file) {
    return new JpegEnd(file).isFound();
  }

  private boolean isFound() {
    at = 2;
    while (true) {
      int marker = nextMarker();
      if (marker < 0) {
        return false;
      }
      if (marker == END) {
        return true;
      }
      if (!hasNoLength(marker) && !skipSegment()) {
        return false;
      }
      if (marker == START_OF_SCAN && endsInEnd()) {
        // An embedded preview, before the pixels, ends so too; these bytes are behind it.
        return true;
      }
    }
  }

  /**
   * Moves behind the next marker and skips pixels before it.
   *
   * @return the marker's second byte, -1 if there is none
   */
  private int nextMarker() {
    while (true) {
      while (at < file.length && (file[at] & 0xff) != MARKER) {
        at++;
      }
      while (at < file.length && (file[at] & 0xff) == MARKER) {
        at++;
      }
      if (at >= file.length) {
        return -1;
      }
      int second = file[at++] & 0xff;
      // A zero after this byte means that the byte belongs to the pixels.
      if (second != 0) {
        return second;
      }
    }
  }

  private static boolean hasNoLength(int marker) {
    return marker == START || marker == 1 || marker >= FIRST_RESTART && marker <= LAST_RESTART;
  }

  private boolean skipSegment() {
    if (at + 2 > file.length) {
      return false;
    }
    at += (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    return at <= file.length;
  }

  private boolean endsInEnd() {
    int last = file.length - 2;
    return at <= last && (file[last] & 0xff) == MARKER && (file[last + 1] & 0xff) == END;
  }
}
