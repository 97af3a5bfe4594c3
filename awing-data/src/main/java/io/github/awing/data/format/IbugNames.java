package io.github.awing.data.format;

import io.github.awing.data.BadDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the subsets of 300W by the names of its test pictures: by a folder of the subset's
 * name or, if all lie in one folder, by the file names of the four collections.
 */
enum IbugNames {
  HELEN("helen", "\\d{6,12}_\\d{1,2}", "helen", "common"),
  LFPW("lfpw", "image_\\d{4}", "lfpw", "common"),
  IBUG("ibug", "image_\\d{2,3}((?: |%20|_)?_\\d{1,2})?", "challenging"),
  INDOOR("01_indoor", "indoor_\\d{3}", "private"),
  OUTDOOR("02_outdoor", "outdoor_\\d{3}", "private");

  /** Order of the subsets in tables. */
  static final List<String> SUBSETS = List.of("common", "challenging", "helen", "lfpw", "private");

  private static final Pattern WITH_BLANK_OR_NOT =
      Pattern.compile("(image_\\d{2,3})( ?)(_\\d{1,2}\\.[^.]+)");

  private final String folder;
  private final Pattern file;
  private final Set<String> subsets;

  IbugNames(String folder, String file, String... subsets) {
    this.folder = folder;
    this.file = Pattern.compile(file);
    this.subsets = Set.of(subsets);
  }

  /**
   * Adds the subsets to faces by their names. The faces are unchanged unless every name is a name
   * of 300W, since other data sets also have names such as {@code image_0001}.
   *
   * @param notes receives one line if only some names are names of 300W
   */
  static List<NamedLandmarks> withSubsets(List<NamedLandmarks> faces, Consumer<String> notes) {
    List<NamedLandmarks> others =
        faces.stream().filter(face -> of(face.image()).isEmpty()).toList();
    if (others.isEmpty()) {
      return faces.stream()
          .map(
              face ->
                  new NamedLandmarks(
                      face.image(),
                      face.box(),
                      face.landmarks(),
                      of(face.image()).orElseThrow().subsets,
                      face.place()))
          .toList();
    }
    if (others.size() < faces.size()) {
      notes.accept(
          "no subsets of 300W are told apart: %d of %d names are none of its, the first is '%s' (%s)"
              .formatted(
                  others.size(),
                  faces.size(),
                  BadDataException.shown(others.get(0).image()),
                  others.get(0).place()));
    }
    return faces;
  }

  /**
   * The file of a picture's path: iBUG has a file {@code image_092 _01.jpg}, which many lists write
   * without the blank.
   */
  static Path asOnDisk(Path picture) {
    String name = picture.getFileName().toString();
    Matcher parts = WITH_BLANK_OR_NOT.matcher(name);
    if (!parts.matches() || Files.exists(picture)) {
      return picture;
    }
    Path other =
        picture.resolveSibling(
            parts.group(1) + (parts.group(2).isEmpty() ? " " : "") + parts.group(3));
    return Files.exists(other) ? other : picture;
  }

  private static Optional<IbugNames> of(String image) {
    List<String> path = List.of(image.toLowerCase(Locale.ROOT).replace('\\', '/').split("/"));
    List<String> parents = path.subList(0, path.size() - 1);
    Optional<IbugNames> byFolder =
        Arrays.stream(values()).filter(its -> parents.contains(its.folder)).findFirst();
    if (byFolder.isPresent()) {
      return byFolder;
    }
    String stem = path.get(path.size() - 1).replaceFirst("\\.[^.]*$", "");
    return Arrays.stream(values()).filter(its -> its.file.matcher(stem).matches()).findFirst();
  }
}
