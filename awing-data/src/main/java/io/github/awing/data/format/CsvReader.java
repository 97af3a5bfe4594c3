package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.format.LandmarkList.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads this project's CSV format: the header {@code image,x0,y0,x1,y1,...}, a line for each face,
 * 0-based pixels, pictures named relative to the list's folder. The format has no rectangle, so a
 * face's box is that of its landmarks.
 */
final class CsvReader {

  static final String HEADER = "image,x0,y0,x1,y1,... for as many landmarks";

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
    CsvList list =
        CsvList.read(
            folder.listOfSplit(CsvList.in(folder.path(), CsvReader::isHeader, HEADER)),
            folder.request().mistakes());
    LandmarkScheme scheme = folder.scheme(list.file(), (list.header().size() - 1) / 2);
    List<AnnotatedFace> faces = new ArrayList<>();
    SeenFaces seen = new SeenFaces();
    for (ListLine line : list.lines()) {
      folder.attempt(
          () -> {
            Landmarks landmarks = landmarks(list, line, Numbers.FINITE);
            AnnotatedFace face =
                new AnnotatedFace(
                    line.fields()[0],
                    line.picture(0, folder.path()),
                    line.box(landmarks),
                    landmarks,
                    Set.of());
            faces.add(line.once(face, seen));
          });
    }
    if (faces.isEmpty()) {
      throw new BadDataException(list.file(), "holds no face that can be read");
    }
    return new FaceDataSet(DataSetFormat.CSV.word(), scheme, faces, List.of());
  }

  /** Reads the faces of a list without their pictures. */
  static List<NamedLandmarks> faces(CsvList list, Numbers numbers) {
    if (!isHeader(list.header())) {
      throw CsvList.wrongHeader(list.file(), list.header(), HEADER);
    }
    return list.lines().stream()
        .map(
            line ->
                new NamedLandmarks(
                    line.fields()[0],
                    Optional.empty(),
                    landmarks(list, line, numbers),
                    Set.of(),
                    line.place()))
        .toList();
  }

  private static Landmarks landmarks(CsvList list, ListLine line, Numbers numbers) {
    double[] coordinates = new double[list.header().size() - 1];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = line.number(1 + i, list.header().get(1 + i), numbers);
    }
    return Landmarks.of(coordinates);
  }
}
