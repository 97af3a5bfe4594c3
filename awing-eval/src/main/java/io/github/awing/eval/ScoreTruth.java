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
 * True landmarks for scoring predictions.
 *
 * @param scheme of the landmarks
 * @param faces at least one, without duplicates
 * @param attributes of the faces, in order
 * @param boxes whether every face has its own box, rather than the box of its landmarks
 * @param notes on faces that were left out and on missing facts, one line each
 */
record ScoreTruth(
    LandmarkScheme scheme,
    List<AnnotatedFace> faces,
    List<String> attributes,
    boolean boxes,
    List<String> notes) {

  /** Stands for a picture that is not available; names the place of the face's landmarks. */
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
   * @param split of a data set; null for all {@code .pts} files of a folder, and for the test faces
   *     of any other data set
   * @param needsBoxes whether faces are measured by the truth's boxes; otherwise boxes are ignored
   * @throws BadDataException if the path holds no landmarks, or the same face twice
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
   * Makes the measure of the faces.
   *
   * @param name of the normaliser
   * @throws IllegalArgumentException if there is no such normaliser, or it measures boxes and the
   *     truth has none
   * @throws BadDataException if a face's size is not above 0
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
