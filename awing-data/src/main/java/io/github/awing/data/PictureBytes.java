package io.github.awing.data;

/**
 * Picture source from a file's bytes in memory, for example from an upload, with a name for
 * messages.
 */
public final class PictureBytes implements PictureSource {

  private final String name;
  private final EncodedPicture encoded;

  /**
   * Checks the bytes' beginning and end, and decodes nothing yet.
   *
   * @param name for messages
   * @param bytes of a JPEG, PNG, BMP, TIFF, GIF, WebP or PNM, that the caller must not change
   * @param mostMillions largest number of pixels in millions, at least 1
   * @throws PictureTooLargeException if the picture's header gives more pixels, or more than
   *     {@value PictureSize#MOST_MILLIONS} million
   * @throws BadDataException if it is empty, not a picture, or cut off
   */
  public PictureBytes(String name, byte[] bytes, int mostMillions) {
    this.name = name;
    this.encoded = EncodedPicture.of(this, bytes);
    encoded.size().checkAtMost(this, mostMillions);
  }

  @Override
  public Picture read() {
    return encoded.whole();
  }

  @Override
  public PicturePart readFor(double scale, Box needed) {
    return encoded.part(scale, needed);
  }

  @Override
  public String toString() {
    return name;
  }
}
