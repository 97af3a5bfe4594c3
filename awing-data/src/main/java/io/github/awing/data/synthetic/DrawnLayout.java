package io.github.awing.data.synthetic;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Which files make a drawn data set, and what they say of its faces. */
interface DrawnLayout {

  /** What lies in the data set's folder, in the order in which it may appear there. */
  List<String> parts();

  /**
   * The name of a face's picture.
   *
   * @param split {@link Split#TRAIN} or {@link Split#TEST}
   * @param index of the face among all of both splits
   * @return the JPEG's path within the data set, with forward slashes; all pictures of a split lie
   *     in one folder
   */
  String picture(Split split, int index);

  /**
   * Writes what the data set tells of a split's faces.
   *
   * @param target the data set's folder, where the pictures are already
   * @param faces in order, named as {@link #picture} names them; possibly none
   */
  void annotate(Path target, Split split, List<AnnotatedFace> faces) throws IOException;
}
