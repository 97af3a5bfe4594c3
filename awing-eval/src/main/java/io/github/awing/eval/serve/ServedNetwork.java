package io.github.awing.eval.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Description of the served network and of its landmarks, for clients.
 *
 * @param name of the network's file
 * @param licence terms of use; empty if there are none
 * @param engine that runs the network
 * @param scheme of the landmarks
 * @param landmarks number of landmarks of a face
 * @param parts of a face by name, each with the indices of its landmarks
 * @param curves lines to draw, each with the indices of its landmarks
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServedNetwork(
    String name,
    String licence,
    String engine,
    String scheme,
    int landmarks,
    Map<String, List<Integer>> parts,
    List<List<Integer>> curves) {

  /**
   * Copies the collections and keeps the order of the parts.
   *
   * @throws IllegalArgumentException if a face has no landmark
   */
  public ServedNetwork {
    if (landmarks < 1) {
      throw new IllegalArgumentException("a face has at least 1 landmark, but not " + landmarks);
    }
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    curves = List.copyOf(curves);
  }
}
