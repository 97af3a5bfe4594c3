package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FileNames;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Split;
import io.github.awing.data.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that a reader is asked to read.
 *
 * @param path of the folder
 * @param request what is wanted of it
 * @param schemes known ones, those to prefer first
 */
record DataSetFolder(Path path, DataSetRequest request, List<LandmarkScheme> schemes) {

  /**
   * Checks that there is such a folder.
   *
   * @throws BadDataException if not
   */
  DataSetFolder {
    if (!Files.isDirectory(path)) {
      throw new BadDataException(
          path, Files.exists(path) ? "is no folder" : "there is no such folder");
    }
  }

  Split split() {
    return request.split();
  }

  /** Reads one face, or tells of the mistake that keeps it from being read. */
  void attempt(Runnable face) {
    try {
      face.run();
    } catch (BadDataException e) {
      request.mistakes().accept(e);
    }
  }

  /**
   * The box that a face is to have.
   *
   * @param given makes the one that the data set gives
   * @param ofLandmarks makes that of the landmarks
   */
  Box box(Supplier<Box> given, Supplier<Box> ofLandmarks) {
    return switch (request.boxes()) {
      case GIVEN -> given.get();
      case LANDMARKS -> ofLandmarks.get();
      case EITHER -> {
        try {
          yield given.get();
        } catch (BadDataException | IllegalArgumentException e) {
          // It is not used, so it is no mistake.
          yield ofLandmarks.get();
        }
      }
    };
  }

  /** The scheme of so many landmarks. */
  LandmarkScheme scheme(Path file, int count) {
    return LandmarkScheme.ofCount(file, count, schemes);
  }

  /** The folder {@code images}, where there is one, else this folder. */
  Path images() {
    Path images = path.resolve("images");
    return Files.isDirectory(images) ? images : path;
  }

  BadDataException unknownSplit(String known) {
    return new BadDataException(path, "has no split '%s'; it has %s".formatted(split(), known));
  }

  /** Files of one kind in a folder, in order of their names; none if there is no such folder. */
  static List<Path> files(Path folder, String extension, Predicate<Path> form) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> lowerCaseName(file).endsWith(extension))
          .filter(Files::isRegularFile)
          .filter(file -> !SystemFiles.isOne(file))
          .map(file -> FileNames.requireReadable(folder, file))
          .filter(form)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BadDataException(folder, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * The one list that is meant: one that ends in the split's word or, for training and testing, the
   * only one there is.
   *
   * @throws BadDataException if there is none, or it cannot be told
   */
  Path listOfSplit(List<Path> lists) {
    if (lists.isEmpty()) {
      throw new BadDataException(path, "holds no list of this form");
    }
    List<String> words =
        split().equals(Split.TEST) ? List.of("test", "valid") : List.of(split().word());
    for (String word : words) {
      List<Path> called = lists.stream().filter(list -> stem(list).endsWith(word)).toList();
      if (called.size() == 1) {
        return called.get(0);
      }
    }
    if (lists.size() == 1 && (split().equals(Split.TRAIN) || split().equals(Split.TEST))) {
      return lists.get(0);
    }
    throw new BadDataException(
        path,
        "holds lists (%s), of which not one alone ends in %s"
            .formatted(
                lists.stream()
                    .map(list -> list.getFileName().toString())
                    .collect(Collectors.joining(", ")),
                String.join(" or ", words)));
  }

  /** A picture of that name; a list is somebody's file, its names must not lead elsewhere. */
  static Optional<PictureFile> picture(Path images, String name) {
    try {
      Path folder = images.normalize();
      Path picture = images.resolve(name).normalize();
      return picture.startsWith(folder) && !picture.equals(folder)
          ? Optional.of(new PictureFile(IbugNames.asOnDisk(picture)))
          : Optional.empty();
    } catch (InvalidPathException e) {
      if (FileNames.cure().isPresent()) {
        throw new BadDataException(images, FileNames.complaint(e));
      }
      return Optional.empty();
    }
  }

  private static String stem(Path list) {
    String name = lowerCaseName(list);
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String lowerCaseName(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
