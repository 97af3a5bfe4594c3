package io.github.awing.eval;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureSource;
import io.github.awing.data.Split;
import io.github.awing.data.format.BoxChoice;
import io.github.awing.data.format.DataSetFormat;
import io.github.awing.data.format.DataSetRequest;
import io.github.awing.data.format.LandmarkList;
import io.github.awing.data.format.NamedLandmarks;
import io.github.awing.eval.metric.FaceSize;
import io.github.awing.eval.metric.NormalisedMeanError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The true landmarks that predictions are scored by.
 *
 * @param scheme of the landmarks
 * @param faces at least one, none of them twice
 * @param attributes that any of the faces has, in order
 * @param boxes whether every face has a box of its own, not only that of its landmarks
 * @param notes what was left out or cannot be told, a line each for people
 */
record ScoreTruth(
    LandmarkScheme scheme,
    List<AnnotatedFace> faces,
    List<String> attributes,
    boolean boxes,
    List<String> notes) {

  /** Where a face's landmarks stand whose picture is not at hand. */
  private record NoPicture(String place) implements PictureSource {
    @Override
    public Picture read() {
      throw new BadDataException(this, "has no picture");
    }

    @Override
    public String toString() {
      return place;
    }
  }

  ScoreTruth {
    faces = List.copyOf(faces);
    attributes = List.copyOf(attributes);
    notes = List.copyOf(notes);
    Map<Object, PictureSource> seen = new HashMap<>();
    for (AnnotatedFace face : faces) {
      PictureSource earlier =
          seen.putIfAbsent(Map.entry(face.image(), face.landmarks()), face.picture());
      if (earlier != null) {
        throw new BadDataException(
            face.picture(), "this face is there twice, at %s already".formatted(earlier));
      }
    }
  }

  /**
   * Reads a file of landmarks, a folder of {@code .pts} files, or a data set's folder.
   *
   * @param split the part of a data set; null for all {@code .pts} files of a folder, and for the
   *     test faces of any other data set
   * @param needsBoxes whether faces are measured by the boxes that the truth gives; otherwise they
   *     are not looked at
   * @throws BadDataException if it holds no such thing, or a face twice
   */
  static ScoreTruth read(Path path, LandmarkScheme scheme, Split split, boolean needsBoxes) {
    if (Files.isDirectory(path)) {
      DataSetFormat format = DataSetFormat.guess(path);
      if (split != null || format != DataSetFormat.PTS) {
        FaceDataSet data =
            format.read(
                path,
                DataSetRequest.of(split == null ? Split.TEST : split)
                    .with(scheme)
                    .with(needsBoxes ? BoxChoice.GIVEN : BoxChoice.EITHER));
        boolean boxes = format != DataSetFormat.PTS && format != DataSetFormat.CSV;
        return new ScoreTruth(scheme, data.faces(), data.attributes(), boxes, data.notes());
      }
    } else if (split != null) {
      throw new IllegalArgumentException(
          "--split is for the folder of a data set, not for " + path);
    }
    List<String> notes = new ArrayList<>();
    List<NamedLandmarks> listed = LandmarkList.truth(path, scheme, notes::add);
    List<AnnotatedFace> faces = new ArrayList<>();
    for (NamedLandmarks face : listed) {
      faces.add(
          new AnnotatedFace(
              face.image(),
              new NoPicture(face.place()),
              face.box().orElseGet(() -> boxOfLandmarks(face)),
              face.landmarks(),
              face.attributes()));
    }
    return new ScoreTruth(
        scheme,
        faces,
        LandmarkList.attributes(listed),
        listed.stream().allMatch(face -> face.box().isPresent()),
        notes);
  }

  /**
   * What faces are measured by.
   *
   * @param name of the normaliser
   * @throws IllegalArgumentException if there is none of that name, or it measures boxes and the
   *     truth gives none
   * @throws BadDataException if a face has no size above 0 by it
   */
  NormalisedMeanError error(String name) {
    NormalisedMeanError error = NormalisedMeanError.of(scheme, name);
    if (!boxes && FaceSize.measuresGivenBox(name)) {
      throw new IllegalArgumentException(
          "the truth does not give every face a box to measure the %s of; --normaliser landmark-box-size measures the landmarks' own"
              .formatted(name));
    }
    for (AnnotatedFace face : faces) {
      try {
        error.ofEach(face, face.landmarks());
      } catch (IllegalArgumentException e) {
        throw new BadDataException(face.picture(), e.getMessage());
      }
    }
    return error;
  }

  private static Box boxOfLandmarks(NamedLandmarks face) {
    try {
      return face.landmarks().box();
    } catch (IllegalArgumentException e) {
      throw new BadDataException(
          new NoPicture(face.place()), "its landmarks do not span a box: " + e.getMessage());
    }
  }
}
