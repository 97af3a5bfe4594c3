package io.github.awing.data;

import java.util.List;

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
}
