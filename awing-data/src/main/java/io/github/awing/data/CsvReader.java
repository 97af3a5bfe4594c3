package io.github.awing.data;

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

  static FaceDataSet read(DataSetFolder folder) {
    CsvList list = CsvList.read(folder.listOfSplit(CsvList.in(folder.path(), CsvReader::isHeader)));
    LandmarkScheme scheme = folder.scheme(list.file(), (list.header().size() - 1) / 2);
    List<AnnotatedFace> faces = new ArrayList<>();
    for (ListLine line : list.lines()) {
      double[] coordinates = new double[2 * scheme.count()];
      for (int i = 0; i < coordinates.length; i++) {
        coordinates[i] = line.finite(1 + i, list.header().get(1 + i));
      }
      Landmarks landmarks = Landmarks.of(coordinates);
      faces.add(
          new AnnotatedFace(
              line.fields()[0],
              line.picture(0, folder.path()),
              line.box(landmarks),
              landmarks,
              Set.of()));
    }
    return new FaceDataSet(DataSetFormat.CSV, scheme, faces, List.of());
  }
}
