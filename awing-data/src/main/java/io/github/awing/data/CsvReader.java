package io.github.awing.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Our own CSV: the header {@code image,x0,y0,x1,y1,...}, a face a line, 0-based pixels, pictures
 * named from the list's folder. It has no rectangle, so a face's box is that of its landmarks.
 */
final class CsvReader {

  private CsvReader() {}

  static boolean isHeader(List<String> header) {
    return header.equals(header((header.size() - 1) / 2)) && header.size() > 2;
  }

  private static List<String> header(int landmarks) {
    List<String> header = new ArrayList<>(List.of("image"));
    for (int i = 0; i < landmarks; i++) {
      header.add("x" + i);
      header.add("y" + i);
    }
    return header;
  }

  static FaceDataSet read(Path folder, Split split) {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder, "there is no such folder");
    }
    CsvList list =
        CsvList.read(CsvList.ofSplit(folder, CsvList.in(folder, CsvReader::isHeader), split));
    LandmarkScheme scheme = LandmarkScheme.ofCount(list.file(), (list.header().size() - 1) / 2);
    List<AnnotatedFace> faces = new ArrayList<>();
    for (ListLine line : list.lines()) {
      double[] coordinates = new double[2 * scheme.count()];
      for (int i = 0; i < coordinates.length; i++) {
        coordinates[i] = line.finite(1 + i, list.header().get(1 + i));
      }
      Landmarks landmarks = Landmarks.of(coordinates);
      Box box;
      try {
        box = landmarks.box();
      } catch (IllegalArgumentException e) {
        throw line.complaint("its points do not span a box: " + e.getMessage());
      }
      faces.add(
          new AnnotatedFace(line.fields()[0], line.picture(0, folder), box, landmarks, Set.of()));
    }
    return new FaceDataSet(DataSetFormat.CSV, scheme, faces, List.of());
  }
}
