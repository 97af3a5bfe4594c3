package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.PictureSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the picture of a {@code .pts} file: the picture of the same name beside it. If there are
 * two, such as a mask {@code a.png} beside the picture {@code a.jpg}, it takes the JPEG, provided
 * that it is the only JPEG and both have the same size. The landmarks are then the same for both.
 */
final class PicturesOfPoints {

  private final Map<Path, List<Path>> pictures = new LinkedHashMap<>();
  private final Set<Path> points = new HashSet<>();

  private PicturesOfPoints() {}

  /** Finds the pictures among the files of a data set. */
  static PicturesOfPoints among(List<Path> files) {
    PicturesOfPoints its = new PicturesOfPoints();
    for (Path file : files) {
      if (PictureNames.isPicture(file)) {
        its.pictures.computeIfAbsent(withoutExtension(file), key -> new ArrayList<>()).add(file);
      } else if (PictureNames.extension(file).equals("pts")) {
        its.points.add(withoutExtension(file));
      }
    }
    return its;
  }

  /** The picture of a {@code .pts} file. */
  Path of(Path file) {
    List<Path> candidates = pictures.getOrDefault(withoutExtension(file), List.of());
    if (candidates.isEmpty()) {
      throw new BadDataException(
          file, "there is no picture of this name beside it (%s)".formatted(PictureNames.known()));
    }
    if (candidates.size() == 1) {
      return candidates.get(0);
    }
    List<Path> jpegs = candidates.stream().filter(PictureNames::isJpeg).toList();
    if (jpegs.size() == 1 && haveOneSize(candidates)) {
      return jpegs.get(0);
    }
    throw new BadDataException(
        file,
        "several pictures beside it have its name: %s; one is expected, or a JPEG and others of its size"
            .formatted(
                candidates.stream()
                    .map(candidate -> candidate.getFileName().toString())
                    .collect(Collectors.joining(", "))));
  }

  /** Pictures without a {@code .pts} file. */
  List<Path> withoutPoints() {
    return pictures.entrySet().stream()
        .filter(entry -> !points.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  private static boolean haveOneSize(List<Path> files) {
    List<Optional<PictureSize>> sizes =
        files.stream().map(PicturesOfPoints::size).distinct().toList();
    return sizes.size() == 1 && sizes.get(0).isPresent();
  }

  private static Optional<PictureSize> size(Path file) {
    try {
      return Optional.of(PictureSize.read(file));
    } catch (BadDataException e) {
      // A picture that cannot be read has no size to compare.
      return Optional.empty();
    }
  }

  private static Path withoutExtension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(dot < 0 ? name : name.substring(0, dot));
  }
}
