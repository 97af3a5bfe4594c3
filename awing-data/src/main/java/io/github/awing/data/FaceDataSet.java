package io.github.awing.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What a reader found in a data set folder.
 *
 * @param format the form it was read as
 * @param scheme the landmark scheme of all its faces
 * @param faces the faces, in the order of the list or of the file names
 * @param attributes the attributes that the data set marks, in its own order; empty if none
 */
public record FaceDataSet(
    DataSetFormat format,
    LandmarkScheme scheme,
    List<AnnotatedFace> faces,
    List<String> attributes) {

  /** Takes copies of the lists. */
  public FaceDataSet {
    faces = List.copyOf(faces);
    attributes = List.copyOf(attributes);
  }

  /**
   * The same faces with the landmarks of another scheme, for instance the 68 among the 98.
   *
   * @throws IllegalArgumentException if this data set's scheme does not tell which these are
   */
  public FaceDataSet as(LandmarkScheme other) {
    if (other.name().equals(scheme.name())) {
      return this;
    }
    int[] order =
        scheme
            .landmarksOf(other)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the data set has the landmarks of %s, which hold not those of %s"
                            .formatted(scheme.name(), other.name())));
    return new FaceDataSet(
        format,
        other,
        faces.stream()
            .map(
                face ->
                    new AnnotatedFace(
                        face.image(),
                        face.picture(),
                        face.box(),
                        face.landmarks().reordered(order),
                        Arrays.stream(order).mapToObj(face.visibility()::get).toList(),
                        face.attributes()))
            .toList(),
        attributes);
  }

  /** The same data set with each face put in its place by {@code change}. */
  FaceDataSet with(Function<AnnotatedFace, AnnotatedFace> change) {
    return new FaceDataSet(
        format, scheme, new ArrayList<>(faces.stream().map(change).toList()), attributes);
  }
}
