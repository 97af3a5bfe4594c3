package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.FileNames;
import io.github.awing.data.FirstFew;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Split;
import io.github.awing.data.SystemFiles;
import io.github.awing.data.format.LandmarkList.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads iBUG's {@code .pts} files beside their pictures, in a folder and the folders below it.
 * Their coordinates are 1-based: the centre of the first pixel is (1, 1). They have no rectangle,
 * so a face's box is that of its landmarks.
 */
final class PtsReader {

  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*version\\s*:\\s*1(?:\\.0*)?\\s+n_points\\s*:\\s*(\\d{1,4})\\s*\\{([^{}]*)\\}\\s*",
          Pattern.CASE_INSENSITIVE);

  /** Longest file in bytes; 98 points take three kilobytes. */
  private static final long LONGEST = 1 << 16;

  /** Largest number of names in a note. */
  private static final int NAMED = 5;

  private PtsReader() {}

  static boolean holdsPoints(Path folder) {
    return !files(folder).isEmpty();
  }

  static FaceDataSet read(DataSetFolder folder) {
    List<Path> files = walk(folder.path());
    List<Path> all = files.stream().filter(PtsReader::isPoints).toList();
    if (all.isEmpty()) {
      throw new BadDataException(folder.path(), "holds no .pts file");
    }
    PicturesOfPoints pictures = PicturesOfPoints.among(files);
    List<AnnotatedFace> faces = new ArrayList<>();
    List<LandmarkScheme> schemes = new ArrayList<>();
    Map<Path, Path> pointsOfPictures = new HashMap<>();
    for (Path file : ofSplit(folder, all)) {
      folder.attempt(
          () -> {
            Path picture = pictures.of(file);
            Path other = pointsOfPictures.putIfAbsent(picture, file);
            if (other != null) {
              throw new BadDataException(
                  file, "has the same picture as %s, %s".formatted(other, picture.getFileName()));
            }
            Landmarks landmarks = landmarks(file, Numbers.FINITE);
            LandmarkScheme its = folder.scheme(file, landmarks.count());
            if (!schemes.isEmpty() && schemes.get(0).count() != its.count()) {
              throw new BadDataException(
                  file,
                  "has %d points, but the files before it have %d"
                      .formatted(its.count(), schemes.get(0).count()));
            }
            schemes.add(its);
            faces.add(face(folder.path(), file, picture, landmarks));
          });
    }
    if (faces.isEmpty()) {
      throw new BadDataException(folder.path(), "holds no .pts file that can be read");
    }
    List<String> attributes =
        faces.stream().flatMap(face -> face.attributes().stream()).distinct().sorted().toList();
    return new FaceDataSet(
        DataSetFormat.PTS.word(),
        schemes.get(0),
        faces,
        attributes,
        notes(folder.path(), all, pictures));
  }

  private static List<String> notes(Path folder, List<Path> all, PicturesOfPoints pictures) {
    List<String> notes = new ArrayList<>();
    List<Path> elsewhere = all.stream().filter(file -> ibugFolder(folder, file).isEmpty()).toList();
    if (!elsewhere.isEmpty() && elsewhere.size() < all.size()) {
      notes.add(
          "%d .pts files are left out, as they lie in none of 300W's folders: %s"
              .formatted(elsewhere.size(), some(folder, elsewhere)));
    }
    List<Path> without = pictures.withoutPoints();
    if (!without.isEmpty()) {
      notes.add(
          "%d pictures are left out, as they have no .pts file beside them: %s"
              .formatted(without.size(), some(folder, without)));
    }
    return notes;
  }

  private static String some(Path folder, List<Path> files) {
    return FirstFew.of(NAMED, files.stream().map(file -> name(folder, file)).toList());
  }

  /** The files of the split in iBUG's folders, all files in other folders. */
  private static List<Path> ofSplit(DataSetFolder folder, List<Path> files) {
    Split split = folder.split();
    List<Path> inIbugFolders =
        files.stream().filter(file -> ibugFolder(folder.path(), file).isPresent()).toList();
    if (inIbugFolders.isEmpty()) {
      if (!split.equals(Split.TRAIN) && !split.equals(Split.TEST)) {
        throw folder.unknownSplit("train and test alone, as its folders are not those of 300W");
      }
      return files;
    }
    if (!IbugFolders.isSplit(split)) {
      throw folder.unknownSplit(IbugFolders.SPLITS);
    }
    List<Path> ofSplit =
        inIbugFolders.stream()
            .filter(file -> ibugFolder(folder.path(), file).orElseThrow().in(split))
            .toList();
    if (ofSplit.isEmpty()) {
      throw new BadDataException(
          folder.path(), "holds none of 300W's folders for the split '%s'".formatted(split));
    }
    return ofSplit;
  }

  private static Optional<IbugFolders> ibugFolder(Path folder, Path file) {
    return IbugFolders.of(name(folder, file));
  }

  /** All {@code .pts} files in a folder and below, sorted. */
  static List<Path> files(Path folder) {
    return walk(folder).stream().filter(PtsReader::isPoints).toList();
  }

  private static List<Path> walk(Path folder) {
    // Links are followed, since data sets often consist of them.
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !SystemFiles.isOne(folder.relativize(file)))
          .map(file -> FileNames.requireReadable(folder, file))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e.getCause());
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static BadDataException unreadable(Path folder, IOException e) {
    return new BadDataException(
        folder,
        e instanceof FileSystemLoopException loop
            ? "a link leads back to where it is: " + loop.getFile()
            : "cannot be read: " + e.getMessage());
  }

  /** A file's name within its folder. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static AnnotatedFace face(Path folder, Path file, Path picture, Landmarks landmarks) {
    Set<String> attributes =
        ibugFolder(folder, file).map(its -> Set.of(its.attribute())).orElse(Set.of());
    try {
      return new AnnotatedFace(
          name(folder, picture), new PictureFile(picture), landmarks.box(), landmarks, attributes);
    } catch (IllegalArgumentException e) {
      throw new BadDataException(file, "its points do not span a box: " + e.getMessage());
    }
  }

  /** Reads the points of one file. */
  static Landmarks landmarks(Path file, Numbers numbers) {
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
    Matcher header = HEADER.matcher(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (!header.matches()) {
      throw new BadDataException(
          file, "must read 'version: 1', 'n_points: N', '{', N lines of x and y, '}'");
    }
    int count = Integer.parseInt(header.group(1));
    String[] words = header.group(2).trim().split("\\s+");
    if (words.length != 2 * count) {
      throw new BadDataException(
          file,
          "says n_points: %d, but holds %s numbers instead of %d"
              .formatted(count, words.length, 2 * count));
    }
    double[] coordinates = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      coordinates[i] = zeroBased(file, words[i], i, numbers);
    }
    return Landmarks.of(coordinates);
  }

  private static double zeroBased(Path file, String word, int index, Numbers numbers) {
    try {
      return numbers.parse(word) - 1;
    } catch (NumberFormatException e) {
      throw new BadDataException(
          file,
          "point %d: %s must be a number, but is '%s'"
              .formatted(index / 2 + 1, index % 2 == 0 ? "x" : "y", BadDataException.shown(word)));
    }
  }

  private static boolean isPoints(Path file) {
    return PictureNames.extension(file).equals("pts");
  }
}
