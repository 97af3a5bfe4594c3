package io.github.awing.data;

import java.nio.file.Path;

/**
 * A picture file that is decoded whole, as a search for faces needs it, before any face is cut out:
 * for these, it gives the pixels that the {@linkplain PictureFile file} alone would give.
 */
public final class DecodedPicture implements PictureSource, AutoCloseable {

  private final Path file;
  private final EncodedPicture encoded;
  private final Picture picture;

  private DecodedPicture(Path file, EncodedPicture encoded) {
    this.file = file;
    this.encoded = encoded;
    this.picture = encoded.whole();
  }

  /**
   * Reads a picture file; to be closed by the caller.
   *
   * @throws BadDataException as {@link Picture#read}
   */
  public static DecodedPicture of(Path file) {
    return new DecodedPicture(file, EncodedPicture.read(file));
  }

  /** The whole picture, which is closed with this. */
  public Picture picture() {
    return picture;
  }

  @Override
  public Picture read() {
    return picture.shared();
  }

  /** Decodes once more only what is wanted with fewer pixels: they are not the means of these. */
  @Override
  public PicturePart readFor(double scale, Box needed) {
    int reduction = encoded.reduction(scale);
    return reduction == 1 ? PicturePart.reduced(read(), 1) : encoded.reduced(reduction);
  }

  @Override
  public void close() {
    picture.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
