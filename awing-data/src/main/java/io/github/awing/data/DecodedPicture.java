package io.github.awing.data;

import java.nio.file.Path;

/**
 * Picture file that is decoded whole once, for example to search it for faces, and then serves as
 * the source of crops. The crops have the same pixels as crops of the {@linkplain PictureFile
 * file}.
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
   * Reads a picture file. The caller closes the result.
   *
   * @throws BadDataException as {@link Picture#read}
   */
  public static DecodedPicture of(Path file) {
    return new DecodedPicture(file, EncodedPicture.read(file));
  }

  /** The whole picture. It is closed with this object. */
  public Picture picture() {
    return picture;
  }

  @Override
  public Picture read() {
    return picture.shared();
  }

  /**
   * Decodes the file again if fewer pixels are needed: a JPEG's reduced pixels are not the means of
   * the full ones.
   */
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
