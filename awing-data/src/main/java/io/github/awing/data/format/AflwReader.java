package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Visibility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Reads AFLW with the 19 landmarks that Zhu et al. (CVPR 2016) released in {@code
 * AFLWinfo_release.mat}: {@code data} has a face's 19 x, then its 19 y; {@code mask_new} is 1 for
 * visible landmarks; {@code bbox} is left, right, top, bottom; {@code ra} numbers the faces from 1,
 * the first 20,000 to train on and the others to test on. Pictures lie in {@code data/flickr},
 * {@code flickr}, {@code images} or beside the file. A hidden landmark is occluded if it has a
 * place, at positive coordinates, else unlabelled.
 */
final class AflwReader {

  static final String LIST = "AFLWinfo_release.mat";

  private static final int LANDMARKS = 19;
  private static final int TRAINING = 20_000;
  private static final List<String> PICTURES = List.of("data/flickr", "flickr", "images", ".");

  private AflwReader() {}

  static boolean isAflw(Path folder) {
    return Files.isRegularFile(folder.resolve(LIST));
  }

  static FaceDataSet read(DataSetFolder folder) {
    String split = folder.split().word();
    if (!List.of("train", "test", "full", "frontal").contains(split)) {
      throw folder.unknownSplit("train, test (or full), frontal");
    }
    Path list = folder.path().resolve(LIST);
    MatlabFile file = MatlabFile.read(list, List.of("data", "mask_new", "bbox", "ra", "nameList"));
    Matrix data = file.matrix("data", -1, 2 * LANDMARKS);
    int count = data.getNumRows();
    Matrix mask = file.matrix("mask_new", count, LANDMARKS);
    Matrix boxes = file.matrix("bbox", count, 4);
    if (!(file.arrays().get("nameList") instanceof Cell names) || names.getNumElements() != count) {
      throw new BadDataException(list, "'nameList' must be %d names".formatted(count));
    }
    Path pictures =
        PICTURES.stream()
            .map(folder.path()::resolve)
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow();
    List<AnnotatedFace> faces = new ArrayList<>();
    for (int row : rows(file, count, split)) {
      folder.attempt(
          () -> {
            AnnotatedFace face =
                face(folder, file, row, names.get(row), data, mask, boxes, pictures);
            if (!split.equals("frontal")
                || face.visibility().stream().allMatch(Visibility.VISIBLE::equals)) {
              faces.add(face);
            }
          });
    }
    if (faces.isEmpty()) {
      throw new BadDataException(list, "holds no face of the split '%s'".formatted(split));
    }
    return new FaceDataSet(
        DataSetFormat.AFLW.word(), folder.scheme(list, LANDMARKS), faces, List.of());
  }

  /** The faces of a split, in the order of the list's permutation. */
  private static List<Integer> rows(MatlabFile file, int count, String split) {
    Matrix order = file.matrix("ra", -1, -1);
    if (order.getNumElements() != count) {
      throw new BadDataException(
          file.path(),
          "'ra' must number %d faces, but has %d".formatted(count, order.getNumElements()));
    }
    int training = Math.min(TRAINING, count);
    List<Integer> rows = new ArrayList<>();
    Map<Integer, Integer> seen = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int row = order.getInt(i) - 1;
      Integer earlier = row < 0 || row >= count ? null : seen.putIfAbsent(row, i);
      if (row < 0 || row >= count || earlier != null) {
        throw new BadDataException(
            file.path(),
            "'ra' must number the faces from 1 to %d, each once, but its number %d is %d%s"
                .formatted(
                    count,
                    i + 1,
                    row + 1,
                    earlier == null ? "" : ", as number %d is already".formatted(earlier + 1)));
      }
      if (split.equals("train") == i < training) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static AnnotatedFace face(
      DataSetFolder folder,
      MatlabFile file,
      int row,
      Array name,
      Matrix data,
      Matrix mask,
      Matrix boxes,
      Path pictures) {
    if (!(name instanceof Char text) || text.getNumRows() != 1) {
      throw invalid(file, row, "has no name");
    }
    String image = text.getRow(0);
    PictureFile picture =
        DataSetFolder.picture(pictures, image)
            .orElseThrow(
                () ->
                    invalid(
                        file,
                        row,
                        "must be a picture inside %s, but is '%s'"
                            .formatted(pictures.getFileName(), BadDataException.shown(image))));
    double[] coordinates = new double[2 * LANDMARKS];
    List<Visibility> visibility = new ArrayList<>();
    for (int i = 0; i < LANDMARKS; i++) {
      coordinates[2 * i] = file.finite("data", data, row, i);
      coordinates[2 * i + 1] = file.finite("data", data, row, LANDMARKS + i);
      boolean placed = coordinates[2 * i] > 0 && coordinates[2 * i + 1] > 0;
      visibility.add(
          mask.getDouble(row, i) == 1
              ? Visibility.VISIBLE
              : placed ? Visibility.OCCLUDED : Visibility.UNLABELLED);
    }
    try {
      Landmarks landmarks = Landmarks.of(coordinates);
      Box box = folder.box(() -> box(file, boxes, row), () -> landmarks.boxOfLabelled(visibility));
      return new AnnotatedFace(image, picture, box, landmarks, visibility, Set.of());
    } catch (IllegalArgumentException e) {
      throw invalid(file, row, e.getMessage());
    }
  }

  private static Box box(MatlabFile file, Matrix boxes, int row) {
    return new Box(
        file.finite("bbox", boxes, row, 0),
        file.finite("bbox", boxes, row, 2),
        file.finite("bbox", boxes, row, 1),
        file.finite("bbox", boxes, row, 3));
  }

  private static BadDataException invalid(MatlabFile file, int row, String what) {
    return new BadDataException(file.path(), "face %d: %s".formatted(row + 1, what));
  }
}
