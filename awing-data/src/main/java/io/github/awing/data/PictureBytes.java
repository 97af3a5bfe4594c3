package io.github.awing.data;

/** A picture file's bytes in memory, as somebody sent them, and their name for people. */
public final class PictureBytes implements PictureSource {

  private final String name;
  private final EncodedPicture encoded;

  /**
   * Looks at the bytes' beginning and end, and decodes nothing yet.
   *
   * @param name for people
   * @param bytes of a JPEG, PNG, BMP, TIFF, GIF, WebP or PNM, that must not change any more
   * @param mostMillions of pixels that are to be decoded, at least 1
   * @throws PictureTooLargeException if the picture says that it has more pixels, or more than
   *     {@value PictureSize#MOST_MILLIONS} million
   * @throws BadDataException if it is empty, no picture, or cut off
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
