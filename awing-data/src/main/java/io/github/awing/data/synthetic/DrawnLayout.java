package io.github.awing.data.synthetic;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Layout of a drawn data set's files. */
interface DrawnLayout {

  /**
   * Files and folders of the data set's folder, in the order in which they are moved into place.
   */
  List<String> parts();

  /**
   * Name of a face's picture.
   *
   * @param split {@link Split#TRAIN} or {@link Split#TEST}
   * @param index of the face among all of both splits
   * @return the JPEG's path within the data set, with forward slashes; all pictures of a split lie
   *     in one folder
   */
  String picture(Split split, int index);

  /**
   * Writes the annotations of a split's faces.
   *
   * @param target the data set's folder, which already holds the pictures
   * @param faces in order, named as {@link #picture} names them; possibly none
   */
  void annotate(Path target, Split split, List<AnnotatedFace> faces) throws IOException;
}
