package io.github.awing.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * iBUG's {@code .pts} files beside their pictures, in a folder and those below it. Their
 * coordinates are 1-based: the centre of the first pixel is (1, 1). They hold no rectangle, so a
 * face's box is that of its landmarks.
 */
final class PtsReader {

  private static final Set<String> PICTURES =
      Set.of("jpg", "jpeg", "png", "bmp", "ppm", "pgm", "tif", "tiff");
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*version\\s*:\\s*1(?:\\.0*)?\\s+n_points\\s*:\\s*(\\d{1,4})\\s*\\{([^{}]*)\\}\\s*",
          Pattern.CASE_INSENSITIVE);

  /** A longer file holds something else: 98 points take three kilobytes. */
  private static final long LONGEST = 1 << 16;

  private PtsReader() {}

  static boolean holdsPoints(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> extension(file).equals("pts"));
    } catch (IOException e) {
      throw new BadDataException(folder, "cannot be read: " + e.getMessage());
    }
  }

  static FaceDataSet read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(folder, "there is no such folder");
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new BadDataException(folder, "cannot be read: " + e.getMessage());
    }
    Map<Path, Path> pictures = new HashMap<>();
    for (Path file : files) {
      if (PICTURES.contains(extension(file))) {
        pictures.putIfAbsent(withoutExtension(file), file);
      }
    }
    List<AnnotatedFace> faces = new ArrayList<>();
    LandmarkScheme scheme = null;
    for (Path file : files) {
      if (!extension(file).equals("pts")) {
        continue;
      }
      Path picture = pictures.get(withoutExtension(file));
      if (picture == null) {
        throw new BadDataException(
            file,
            "there is no picture of this name beside it (%s)"
                .formatted(PICTURES.stream().sorted().collect(Collectors.joining(", "))));
      }
      Landmarks landmarks = landmarks(file);
      LandmarkScheme its = LandmarkScheme.ofCount(file, landmarks.count());
      if (scheme != null && scheme.count() != its.count()) {
        throw new BadDataException(
            file,
            "has %d points, but the files before it have %d"
                .formatted(its.count(), scheme.count()));
      }
      scheme = its;
      faces.add(face(folder, file, picture, landmarks));
    }
    if (faces.isEmpty()) {
      throw new BadDataException(folder, "holds no .pts file");
    }
    return new FaceDataSet(DataSetFormat.PTS, scheme, faces, List.of());
  }

  private static AnnotatedFace face(Path folder, Path file, Path picture, Landmarks landmarks) {
    String name = folder.relativize(picture).toString().replace('\\', '/');
    try {
      return new AnnotatedFace(name, picture, landmarks.box(), landmarks, Set.of());
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file, "its points do not span a box: " + e.getMessage());
    }
  }

  private static Landmarks landmarks(Path file) {
    String text;
    try {
      if (Files.size(file) > LONGEST) {
        throw new BadDataException(
            file, "is longer than %d bytes, so no .pts file".formatted(LONGEST));
      }
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new BadDataException(file, "is not UTF-8 text, as a .pts file is");
    } catch (IOException e) {
      throw new BadDataException(file, "cannot be read: " + e.getMessage());
    }
    Matcher header = HEADER.matcher(text);
    if (!header.matches()) {
      throw new BadDataException(
          file, "must read 'version: 1', 'n_points: N', '{', N lines of x and y, '}'");
    }
    int count = Integer.parseInt(header.group(1));
    String[] numbers = header.group(2).trim().split("\\s+");
    if (numbers.length != 2 * count) {
      throw new BadDataException(
          file,
          "says n_points: %d, but holds %s numbers instead of %d"
              .formatted(count, numbers.length, 2 * count));
    }
    double[] coordinates = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      coordinates[i] = zeroBased(file, numbers[i], i);
    }
    return Landmarks.of(coordinates);
  }

  private static double zeroBased(Path file, String number, int index) {
    double value;
    try {
      value = Double.parseDouble(number);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw new BadDataException(
          file,
          "point %d: %s must be a number, but is '%s'"
              .formatted(index / 2 + 1, index % 2 == 0 ? "x" : "y", number));
    }
    return value - 1;
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static Path withoutExtension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(dot < 0 ? name : name.substring(0, dot));
  }
}
