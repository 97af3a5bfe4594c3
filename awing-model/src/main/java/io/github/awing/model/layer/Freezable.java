package io.github.awing.model.layer;

import java.util.List;

/** What can say once and for all what it does to a face that nobody learns from. */
interface Freezable {

  /**
   * What it does, with the weights that it has now.
   *
   * @param inputs what the inputs measure
   * @param cores who will do it
   */
  FrozenStep freeze(List<FaceShape> inputs, Cores cores);
}
