package io.github.awing.data;

/**
 * Finds whether a JPEG is there to its end. The decoders do not tell: what is missing they paint
 * grey, or repeat its last row, and call it a picture.
 *
 * <p>Only the markers are looked at, and of a file that ends as a JPEG does only those before its
 * pixels, so that this costs next to nothing beside the decoding.
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

  /** Whether a file begins as a JPEG does. */
  static boolean isJpeg(byte[] file) {
    return file.length > 2 && (file[0] & 0xff) == MARKER && (file[1] & 0xff) == START;
  }

  /**
   * Whether the end marker of the first picture is there; what follows it does not matter.
   *
   * @param file which begins as a JPEG does
   */
  static boolean isIn(byte[] file) {
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
        // A preview of its own, which lies before the pixels, ends so too; these bytes are beyond.
        return true;
      }
    }
  }

  /**
   * Goes behind the next marker, over pixels if there are any before it.
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
      // A zero says that the byte before it was one of the pixels'.
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
