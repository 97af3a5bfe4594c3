package io.github.awing.eval;

import io.github.awing.data.LandmarkScheme;
import java.util.ArrayList;
import java.util.List;

/** Usual thresholds and normalisers of papers, by data set. */
final class Protocol {

  private static final String PRIVATE = "private";

  private Protocol() {}

  /** The threshold of FR and AUC: 8 % for the private faces of 300W, 10 % for all others. */
  static double threshold(List<String> attributes) {
    return isPrivate(attributes) ? 0.08 : 0.1;
  }

  /** Whether faces with these attributes belong to 300W's private set. */
  static boolean isPrivate(List<String> attributes) {
    return attributes.equals(List.of(PRIVATE));
  }

  /** The normalisers that papers use for a scheme, the usual one first. */
  static List<String> normalisers(LandmarkScheme scheme) {
    List<String> names = new ArrayList<>(List.of(scheme.defaultNormaliser()));
    scheme.normalisers().keySet().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .forEach(names::add);
    return names;
  }
}
