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
 * Folder of a data set to read.
 *
 * @param path of the folder
 * @param request the faces, landmarks and boxes to read
 * @param schemes known schemes, in order of preference
 */
record DataSetFolder(Path path, DataSetRequest request, List<LandmarkScheme> schemes) {

  /**
   * Checks that the folder exists.
   *
   * @throws BadDataException if it does not exist
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

  /** Reads one face, or reports its error. */
  void attempt(Runnable face) {
    try {
      face.run();
    } catch (BadDataException e) {
      request.mistakes().accept(e);
    }
  }

  /**
   * The box of a face, by the request's choice.
   *
   * @param given makes the data set's box
   * @param ofLandmarks makes the box of the landmarks
   */
  Box box(Supplier<Box> given, Supplier<Box> ofLandmarks) {
    return switch (request.boxes()) {
      case GIVEN -> given.get();
      case LANDMARKS -> ofLandmarks.get();
      case EITHER -> {
        try {
          yield given.get();
        } catch (BadDataException | IllegalArgumentException e) {
          // Not an error, since the box is not used.
          yield ofLandmarks.get();
        }
      }
    };
  }

  /** The scheme of this number of landmarks. */
  LandmarkScheme scheme(Path file, int count) {
    return LandmarkScheme.ofCount(file, count, schemes);
  }

  /** The folder {@code images} if it exists, else this folder. */
  Path images() {
    Path images = path.resolve("images");
    return Files.isDirectory(images) ? images : path;
  }

  BadDataException unknownSplit(String known) {
    return new BadDataException(path, "has no split '%s'; it has %s".formatted(split(), known));
  }

  /**
   * Files of one extension in a folder, in order of their names; empty if the folder does not
   * exist.
   */
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
   * The list of the split: the one whose name ends in the split's word or, for training and
   * testing, the only list.
   *
   * @throws BadDataException if there is no list, or more than one fits
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
        "holds lists (%s), but exactly one must end in %s"
            .formatted(
                lists.stream()
                    .map(list -> list.getFileName().toString())
                    .collect(Collectors.joining(", ")),
                String.join(" or ", words)));
  }

  /** The picture of a name from a list; empty if the name leads out of the folder. */
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
