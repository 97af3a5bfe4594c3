package io.github.awing.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The lists of HRNet's face alignment: {@code image_name,scale,center_w,center_h,original_0_x,...},
 * a face a line, pictures under {@code images}. The box is a square of 200 · scale around the
 * centre. Those of 300W (68 points) are 1-based, as iBUG's points are, those of WFLW 0-based.
 */
final class HrnetCsvReader {

  private static final List<String> START = List.of("image_name", "scale", "center_w", "center_h");
  private static final double BOX_OF_SCALE_ONE = 200;

  private HrnetCsvReader() {}

  static boolean isHeader(List<String> header) {
    return header.size() > START.size()
        && header.subList(0, START.size()).equals(START)
        && header.equals(header((header.size() - START.size()) / 2));
  }

  private static List<String> header(int landmarks) {
    List<String> header = new ArrayList<>(START);
    for (int i = 0; i < landmarks; i++) {
      header.add("original_" + i + "_x");
      header.add("original_" + i + "_y");
    }
    return header;
  }

  static FaceDataSet read(Path folder, Split split) {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder, "there is no such folder");
    }
    CsvList list =
        CsvList.read(CsvList.ofSplit(folder, CsvList.in(folder, HrnetCsvReader::isHeader), split));
    LandmarkScheme scheme =
        LandmarkScheme.ofCount(list.file(), (list.header().size() - START.size()) / 2);
    double first = scheme.name().equals("300w-68") ? 1 : 0;
    Path images = folder.resolve("images");
    Path pictures = Files.isDirectory(images) ? images : folder;
    List<AnnotatedFace> faces = new ArrayList<>();
    for (ListLine line : list.lines()) {
      double[] coordinates = new double[2 * scheme.count()];
      for (int i = 0; i < coordinates.length; i++) {
        int field = START.size() + i;
        coordinates[i] = line.finite(field, list.header().get(field)) - first;
      }
      faces.add(
          new AnnotatedFace(
              line.fields()[0],
              line.picture(0, pictures),
              box(line, first),
              Landmarks.of(coordinates),
              Set.of()));
    }
    return new FaceDataSet(DataSetFormat.HRNET_CSV, scheme, faces, List.of());
  }

  private static Box box(ListLine line, double first) {
    double half = line.finite(1, "scale") * BOX_OF_SCALE_ONE / 2;
    double x = line.finite(2, "center_w") - first;
    double y = line.finite(3, "center_h") - first;
    if (!(half > 0)) {
      throw line.complaint("field 2, scale, must be above 0, but is " + line.fields()[1]);
    }
    return new Box(x - half, y - half, x + half, y + half);
  }
}
