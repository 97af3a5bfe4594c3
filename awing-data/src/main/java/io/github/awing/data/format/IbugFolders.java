package io.github.awing.data.format;

import io.github.awing.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Folders of iBUG's 300W: {@code lfpw} and {@code helen} with a {@code trainset} and a {@code
 * testset} each, {@code afw}, {@code ibug}, and the private set's {@code 01_Indoor} and {@code
 * 02_Outdoor}. The splits follow the paper's protocol: 3148 faces to train on, 554 common and 135
 * challenging faces to test on, 600 private faces.
 */
enum IbugFolders {
  AFW("train", "afw"),
  HELEN_TRAIN("train", "helen", "trainset"),
  LFPW_TRAIN("train", "lfpw", "trainset"),
  HELEN_TEST("common", "helen", "testset"),
  LFPW_TEST("common", "lfpw", "testset"),
  IBUG("challenging", "ibug"),
  INDOOR("private", "01_indoor"),
  OUTDOOR("private", "02_outdoor");

  /** The names of the splits, for messages. */
  static final String SPLITS = "train, test (or full), common, challenging, private";

  private final String part;
  private final List<String> folders;

  IbugFolders(String part, String... folders) {
    this.part = part;
    this.folders = List.of(folders);
  }

  /**
   * The folder of a file.
   *
   * @param name of the file within the data set, with forward slashes
   */
  static Optional<IbugFolders> of(String name) {
    List<String> parents = new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT).split("/")));
    parents.remove(parents.size() - 1);
    for (IbugFolders folder : values()) {
      for (int i = 0; i + folder.folders.size() <= parents.size(); i++) {
        if (parents.subList(i, i + folder.folders.size()).equals(folder.folders)) {
          return Optional.of(folder);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether there is such a split. */
  static boolean isSplit(Split split) {
    return Arrays.stream(values()).anyMatch(folder -> folder.in(split));
  }

  /** Whether the folder's faces are of the split. */
  boolean in(Split split) {
    return switch (split.word()) {
      case "test", "full" -> part.equals("common") || part.equals("challenging");
      default -> part.equals(split.word());
    };
  }

  /** Attribute of this folder's faces, which distinguishes them from others of the split. */
  String attribute() {
    return part;
  }
}
