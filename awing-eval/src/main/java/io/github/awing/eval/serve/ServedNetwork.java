package io.github.awing.eval.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network that answers, for whoever asks, and how its landmarks are to be drawn.
 *
 * @param name of its file
 * @param licence what its owner says of its use; empty if nothing
 * @param engine that runs it
 * @param scheme of its landmarks
 * @param landmarks of a face
 * @param parts of a face by name, each with the indices of its landmarks
 * @param curves each the indices of the landmarks that a line runs through
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
   * Takes copies, and keeps the order of the parts.
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
