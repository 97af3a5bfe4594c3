package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureSize;
import io.github.awing.data.PictureSource;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.nio.file.Path;

/**
 * Picture source from inside a COFW file: MATLAB's bytes of rows, columns and, if present, colours,
 * which HDF5 returns in reversed order of dimensions.
 *
 * @param file that holds it
 * @param number of the picture in the file, from 1
 * @param address of its array in the file
 */
record CofwPicture(Path file, int number, long address) implements PictureSource {

  @Override
  public Picture read() {
    return CofwReader.reading(file, this::read);
  }

  private Picture read(HdfFile hdf) {
    if (!(hdf.getNodeByAddress(address) instanceof Dataset dataset)) {
      throw new BadDataException(this, "is no array");
    }
    int[] dimensions = dataset.getDimensions();
    boolean grey = dimensions.length == 2;
    if (!grey && (dimensions.length != 3 || dimensions[0] != 3)) {
      throw new BadDataException(
          this, "is no picture: it has %d dimensions".formatted(dimensions.length));
    }
    int width = dimensions[dimensions.length - 2];
    int height = dimensions[dimensions.length - 1];
    PictureSize.check(this, width, height);
    if (!(dataset.getDataFlat() instanceof int[] columns)) {
      throw new BadDataException(this, "is no picture: it has no bytes");
    }
    byte[] bgr = new byte[3 * width * height];
    int plane = grey ? 0 : width * height;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = x * height + y;
        int to = 3 * (y * width + x);
        bgr[to] = (byte) columns[from + 2 * plane];
        bgr[to + 1] = (byte) columns[from + plane];
        bgr[to + 2] = (byte) columns[from];
      }
    }
    return Picture.ofBytes(bgr, width, height);
  }

  @Override
  public String toString() {
    return "%s, picture %d".formatted(file, number);
  }
}
