package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the lists of HRNet's face alignment: {@code
 * image_name,scale,center_w,center_h,original_0_x,...}, for AFLW with {@code box_size} after the
 * scale; a line for each face, pictures under {@code images}. The box is a square with sides of 200
 * · scale around the centre. Lists of 300W (68 points) are 1-based, like iBUG's points, others
 * 0-based.
 */
final class HrnetCsvReader {

  private static final List<String> CENTRE = List.of("center_w", "center_h");
  private static final List<List<String>> STARTS =
      List.of(List.of("image_name", "scale"), List.of("image_name", "scale", "box_size"));
  private static final double BOX_OF_SCALE_ONE = 200;

  static final String HEADER = "image_name,scale,center_w,center_h,original_0_x,original_0_y,...";

  private HrnetCsvReader() {}

  static boolean isHeader(List<String> header) {
    return firstCoordinate(header) > 0;
  }

  /** Index of the first landmark's field, 0 if this is not a header of such a list. */
  private static int firstCoordinate(List<String> header) {
    for (List<String> start : STARTS) {
      List<String> expected = new ArrayList<>(start);
      expected.addAll(CENTRE);
      int first = expected.size();
      for (int i = 0; i < (header.size() - first) / 2; i++) {
        expected.add("original_" + i + "_x");
        expected.add("original_" + i + "_y");
      }
      if (expected.size() > first && header.equals(expected)) {
        return first;
      }
    }
    return 0;
  }

  static FaceDataSet read(DataSetFolder folder) {
    CsvList list =
        CsvList.read(
            folder.listOfSplit(CsvList.in(folder.path(), HrnetCsvReader::isHeader, HEADER)),
            folder.request().mistakes());
    int firstCoordinate = firstCoordinate(list.header());
    LandmarkScheme scheme =
        folder.scheme(list.file(), (list.header().size() - firstCoordinate) / 2);
    double firstPixel = scheme.count() == 68 ? 1 : 0;
    Path pictures = folder.images();
    List<AnnotatedFace> faces = new ArrayList<>();
    SeenFaces seen = new SeenFaces();
    for (ListLine line : list.lines()) {
      folder.attempt(
          () -> {
            double[] coordinates = new double[2 * scheme.count()];
            for (int i = 0; i < coordinates.length; i++) {
              int field = firstCoordinate + i;
              coordinates[i] = line.finite(field, list.header().get(field)) - firstPixel;
            }
            Landmarks landmarks = Landmarks.of(coordinates);
            AnnotatedFace face =
                new AnnotatedFace(
                    line.fields()[0],
                    line.picture(0, pictures),
                    folder.box(
                        () -> box(line, firstCoordinate, firstPixel), () -> line.box(landmarks)),
                    landmarks,
                    Set.of());
            faces.add(line.once(face, seen));
          });
    }
    if (faces.isEmpty()) {
      throw new BadDataException(list.file(), "holds no face that can be read");
    }
    return new FaceDataSet(DataSetFormat.HRNET_CSV.word(), scheme, faces, List.of());
  }

  private static Box box(ListLine line, int firstCoordinate, double firstPixel) {
    double half = line.finite(1, "scale") * BOX_OF_SCALE_ONE / 2;
    double x = line.finite(firstCoordinate - 2, "center_w") - firstPixel;
    double y = line.finite(firstCoordinate - 1, "center_h") - firstPixel;
    if (!(half > 0)) {
      throw line.invalid("field 2, scale, must be above 0, but is " + line.fields()[1]);
    }
    return line.box(x - half, y - half, x + half, y + half, "scale and centre");
  }
}
