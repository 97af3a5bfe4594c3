package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Visibility;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Reads COFW's {@code COFW_train_color.mat} and {@code COFW_test_color.mat}, MATLAB files of
 * version 7.3, which are HDF5: pictures, boxes (left, top, width, height), and of each face 29 x,
 * 29 y and 29 flags of occlusion. COFW68's 68 landmarks of the test faces, in {@code
 * test_annotations}, are the split {@code cofw68}. Coordinates are used unchanged, as in published
 * evaluations.
 */
final class CofwReader {

  private static final int LANDMARKS = 29;
  private static final String TRAIN = "COFW_train_color.mat";
  private static final String TEST = "COFW_test_color.mat";
  private static final long MOST_NUMBERS = 1 << 22;

  private CofwReader() {}

  static boolean isCofw(Path folder) {
    return Files.isRegularFile(folder.resolve(TRAIN)) || Files.isRegularFile(folder.resolve(TEST));
  }

  static FaceDataSet read(DataSetFolder folder) {
    return switch (folder.split().word()) {
      case "train" -> read29(folder, folder.path().resolve(TRAIN), "Tr");
      case "test" -> read29(folder, folder.path().resolve(TEST), "T");
      case "cofw68" -> read68(folder, folder.path().resolve(TEST));
      default -> throw folder.unknownSplit("train, test, cofw68");
    };
  }

  private static FaceDataSet read29(DataSetFolder folder, Path file, String suffix) {
    return reading(file, hdf -> read29(folder, file, hdf, suffix));
  }

  private static FaceDataSet read29(DataSetFolder folder, Path file, HdfFile hdf, String suffix) {
    double[][] points = numbers(file, hdf, "phis" + suffix, 3 * LANDMARKS);
    double[][] boxes = numbers(file, hdf, "bboxes" + suffix, 4);
    long[] pictures = references(file, hdf, "Is" + suffix);
    if (points[0].length != pictures.length || boxes[0].length != pictures.length) {
      throw new BadDataException(
          file,
          "holds %d pictures, but landmarks of %d and boxes of %d faces"
              .formatted(pictures.length, points[0].length, boxes[0].length));
    }
    List<AnnotatedFace> faces = new ArrayList<>();
    for (int i = 0; i < pictures.length; i++) {
      int face = i;
      folder.attempt(
          () ->
              faces.add(
                  face29(
                      folder,
                      name(suffix, face),
                      new CofwPicture(file, face + 1, pictures[face]),
                      points,
                      boxes)));
    }
    if (faces.isEmpty()) {
      throw new BadDataException(file, "holds no face that can be read");
    }
    return new FaceDataSet(
        DataSetFormat.COFW.word(), folder.scheme(file, LANDMARKS), faces, List.of());
  }

  private static AnnotatedFace face29(
      DataSetFolder folder, String name, CofwPicture picture, double[][] points, double[][] boxes) {
    Path file = picture.file();
    int face = picture.number() - 1;
    double[] coordinates = new double[2 * LANDMARKS];
    List<Visibility> visibility = new ArrayList<>();
    for (int i = 0; i < LANDMARKS; i++) {
      coordinates[2 * i] = finite(file, points, i, face);
      coordinates[2 * i + 1] = finite(file, points, LANDMARKS + i, face);
      visibility.add(visibility(finite(file, points, 2 * LANDMARKS + i, face)));
    }
    Landmarks landmarks = Landmarks.of(coordinates);
    return new AnnotatedFace(
        name,
        picture,
        box(folder, file, boxes, face, landmarks, visibility),
        landmarks,
        visibility,
        Set.of());
  }

  private static FaceDataSet read68(DataSetFolder folder, Path file) {
    Path annotations = folder.path().resolve("test_annotations");
    if (!Files.isDirectory(annotations)) {
      throw new BadDataException(
          annotations, "there is no such folder; COFW68 keeps its landmarks there");
    }
    return reading(file, hdf -> read68(folder, file, hdf, annotations));
  }

  private static FaceDataSet read68(
      DataSetFolder folder, Path file, HdfFile hdf, Path annotations) {
    double[][] boxes = numbers(file, hdf, "bboxesT", 4);
    long[] pictures = references(file, hdf, "IsT");
    if (boxes[0].length != pictures.length) {
      throw new BadDataException(
          file,
          "holds %d pictures, but boxes of %d faces".formatted(pictures.length, boxes[0].length));
    }
    List<AnnotatedFace> faces = new ArrayList<>();
    for (int i = 0; i < pictures.length; i++) {
      int face = i;
      folder.attempt(
          () -> {
            Cofw68Points its = Cofw68Points.read(annotations.resolve((face + 1) + "_points.mat"));
            faces.add(
                new AnnotatedFace(
                    name("T", face),
                    new CofwPicture(file, face + 1, pictures[face]),
                    box(folder, file, boxes, face, its.landmarks(), its.visibility()),
                    its.landmarks(),
                    its.visibility(),
                    Set.of()));
          });
    }
    if (faces.isEmpty()) {
      throw new BadDataException(annotations, "holds no landmarks that can be read");
    }
    LandmarkScheme scheme = folder.scheme(annotations, Cofw68Points.COUNT);
    return new FaceDataSet(DataSetFormat.COFW.word(), scheme, faces, List.of());
  }

  /** Landmarks of one of COFW68's faces, from a MATLAB file of version 5. */
  record Cofw68Points(Landmarks landmarks, List<Visibility> visibility) {

    private static final int COUNT = 68;

    static Cofw68Points read(Path path) {
      MatlabFile file = MatlabFile.read(path, List.of("Points", "Occ"));
      Matrix points = file.matrix("Points", COUNT, 2);
      Matrix occluded = file.matrix("Occ", 1, COUNT);
      double[] coordinates = new double[2 * COUNT];
      List<Visibility> visibility = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        coordinates[2 * i] = file.finite("Points", points, i, 0);
        coordinates[2 * i + 1] = file.finite("Points", points, i, 1);
        visibility.add(CofwReader.visibility(occluded.getDouble(0, i)));
      }
      return new Cofw68Points(Landmarks.of(coordinates), visibility);
    }
  }

  private static String name(String suffix, int face) {
    return "%s/%04d".formatted(suffix.equals("Tr") ? "train" : "test", face + 1);
  }

  private static Visibility visibility(double occluded) {
    return occluded == 0 ? Visibility.VISIBLE : Visibility.OCCLUDED;
  }

  /**
   * Opens a file of this format and reads from it.
   *
   * @throws BadDataException if it is not of this format, or damaged in any way
   */
  static <T> T reading(Path file, Function<HdfFile, T> use) {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file, "there is no such file");
    }
    try (HdfFile hdf = new HdfFile(file)) {
      return use.apply(hdf);
    } catch (BadDataException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new BadDataException(
          file,
          "is no MATLAB file of version 7.3 (HDF5), or a damaged one: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason is given"));
    }
  }

  private static Dataset dataset(Path file, HdfFile hdf, String name) {
    if (hdf.getChildren().get(name) instanceof Dataset dataset) {
      if (dataset.getSize() > MOST_NUMBERS) {
        throw new BadDataException(
            file, "'%s' says it has %d elements".formatted(name, dataset.getSize()));
      }
      return dataset;
    }
    throw new BadDataException(file, "has no array '%s'".formatted(name));
  }

  /** Reads [rows][faces]; HDF5 returns MATLAB's columns first. */
  private static double[][] numbers(Path file, HdfFile hdf, String name, int rows) {
    if (dataset(file, hdf, name).getData() instanceof double[][] numbers
        && numbers.length == rows
        && numbers[0].length > 0) {
      return numbers;
    }
    throw new BadDataException(file, "'%s' must be numbers, %d of each face".formatted(name, rows));
  }

  private static long[] references(Path file, HdfFile hdf, String name) {
    if (dataset(file, hdf, name).getDataFlat() instanceof long[] references) {
      return references;
    }
    throw new BadDataException(file, "'%s' must be a list of pictures".formatted(name));
  }

  private static Box box(
      DataSetFolder folder,
      Path file,
      double[][] boxes,
      int face,
      Landmarks landmarks,
      List<Visibility> visibility) {
    double left = boxes[0][face];
    double top = boxes[1][face];
    try {
      return folder.box(
          () -> new Box(left, top, left + boxes[2][face], top + boxes[3][face]),
          () -> landmarks.boxOfLabelled(visibility));
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file, "face %d: %s".formatted(face + 1, e.getMessage()));
    }
  }

  private static double finite(Path file, double[][] numbers, int row, int face) {
    if (!Double.isFinite(numbers[row][face])) {
      throw new BadDataException(
          file,
          "face %d: number %d must be finite, but is %s"
              .formatted(face + 1, row + 1, numbers[row][face]));
    }
    return numbers[row][face];
  }
}
