package io.github.awing.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The subsets of 300W as the names of its test pictures tell them: by a folder of the subset's name
 * or, where all lie in one folder, by how each of the four collections names its files.
 */
enum IbugNames {
  HELEN("helen", "\\d{6,12}_\\d{1,2}", "helen", "common"),
  LFPW("lfpw", "image_\\d{4}", "lfpw", "common"),
  IBUG("ibug", "image_\\d{2,3}(_\\d{1,2})?", "challenging"),
  INDOOR("01_indoor", "indoor_\\d{3}", "private"),
  OUTDOOR("02_outdoor", "outdoor_\\d{3}", "private");

  /** The order in which tables tell of them. */
  static final List<String> SUBSETS = List.of("common", "challenging", "helen", "lfpw", "private");

  private final String folder;
  private final Pattern file;
  private final Set<String> subsets;

  IbugNames(String folder, String file, String... subsets) {
    this.folder = folder;
    this.file = Pattern.compile(file);
    this.subsets = Set.of(subsets);
  }

  /**
   * The same faces with the subsets that their names tell; unchanged unless every one of the names
   * is one of 300W's, as others call their pictures {@code image_0001} too.
   */
  static List<NamedLandmarks> told(List<NamedLandmarks> faces) {
    List<NamedLandmarks> told = new ArrayList<>();
    for (NamedLandmarks face : faces) {
      Optional<IbugNames> its = of(face.image());
      if (its.isEmpty()) {
        return faces;
      }
      told.add(
          new NamedLandmarks(
              face.image(), face.box(), face.landmarks(), its.get().subsets, face.place()));
    }
    return told;
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
