package io.github.awing.data;

import java.nio.file.Path;

/**
 * Picture source from a file of its own.
 *
 * @param path of the file
 */
public record PictureFile(Path path) implements PictureSource {

  @Override
  public Picture read() {
    return Picture.read(path);
  }

  @Override
  public PicturePart readFor(double scale, Box needed) {
    return EncodedPicture.read(path).part(scale, needed);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
