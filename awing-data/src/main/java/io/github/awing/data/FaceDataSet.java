package io.github.awing.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Faces that a reader found in a data set folder.
 *
 * @param format name of the format, for messages
 * @param scheme the landmark scheme of all its faces
 * @param faces the faces, in the order of the list or of the file names
 * @param attributes the names of the data set's attributes, in its own order; empty if none
 * @param notes notes for the user on faces left out or guesses made, a line each
 */
public record FaceDataSet(
    String format,
    LandmarkScheme scheme,
    List<AnnotatedFace> faces,
    List<String> attributes,
    List<String> notes) {

  /** Copies the lists. */
  public FaceDataSet {
    faces = List.copyOf(faces);
    attributes = List.copyOf(attributes);
    notes = List.copyOf(notes);
  }

  /** Makes a data set without notes. */
  public FaceDataSet(
      String format, LandmarkScheme scheme, List<AnnotatedFace> faces, List<String> attributes) {
    this(format, scheme, faces, attributes, List.of());
  }

  /**
   * The same faces with the landmarks of another scheme, for instance the 68 among the 98.
   *
   * @throws IllegalArgumentException if this data set's scheme does not define them
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
        attributes,
        Stream.concat(
                notes.stream(),
                Stream.of(
                    "of the %d landmarks of %s, the %d of %s are taken"
                        .formatted(scheme.count(), scheme.name(), other.count(), other.name())))
            .toList());
  }

  /** The same data set with one more note. */
  public FaceDataSet withNote(String note) {
    return new FaceDataSet(
        format, scheme, faces, attributes, Stream.concat(notes.stream(), Stream.of(note)).toList());
  }

  /** The same faces, each with the box of its labelled landmarks instead of the one given. */
  public FaceDataSet withLandmarkBoxes() {
    return with(
        faces.stream()
            .map(
                face -> {
                  try {
                    return face.withBox(face.landmarks().boxOfLabelled(face.visibility()));
                  } catch (IllegalArgumentException e) {
                    throw new BadDataException(face.picture(), e.getMessage());
                  }
                })
            .toList());
  }

  /** The same data set with other faces. */
  public FaceDataSet with(List<AnnotatedFace> others) {
    return new FaceDataSet(format, scheme, others, attributes, notes);
  }
}
