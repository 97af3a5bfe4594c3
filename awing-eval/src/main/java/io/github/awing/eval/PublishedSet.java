package io.github.awing.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.LandmarkScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Test set with published results, read from {@code published.yaml}.
 *
 * @param name of the set, for instance {@code WFLW test}
 * @param scheme name of the landmarks' scheme
 * @param faces number of faces in the set and in its subsets, where known
 * @param results in the file's order
 */
record PublishedSet(
    String name, String scheme, Map<String, Integer> faces, List<PublishedResult> results) {

  /** Reads all sets. */
  static List<PublishedSet> all() {
    try (InputStream in = PublishedSet.class.getResourceAsStream("published.yaml")) {
      JsonNode file = new YAMLMapper().readTree(in);
      return list(file.get("sets")).stream()
          .map(
              set ->
                  new PublishedSet(
                      set.get("name").textValue(),
                      set.get("scheme").textValue(),
                      counts(set.get("faces")),
                      list(file.get("results")).stream()
                          .filter(result -> result.get("set").equals(set.get("name")))
                          .map(result -> result(result, file.get("sources")))
                          .toList()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own published.yaml cannot be read", e);
    }
  }

  /**
   * Guesses the set of faces: by their scheme and, where two sets share it, by their attributes.
   *
   * @param attributes of the faces
   */
  static Optional<PublishedSet> of(LandmarkScheme scheme, List<String> attributes) {
    boolean isPrivate = Protocol.isPrivate(attributes);
    return all().stream()
        .filter(set -> set.scheme.equals(scheme.name()))
        .filter(set -> set.name.endsWith("private") == isPrivate)
        .findFirst();
  }

  /** The results by one normaliser. */
  List<PublishedResult> by(String normaliser) {
    return results.stream().filter(result -> result.normaliser().equals(normaliser)).toList();
  }

  private static PublishedResult result(JsonNode node, JsonNode sources) {
    Map<String, PublishedResult.Figures> figures = new LinkedHashMap<>();
    node.get("figures")
        .properties()
        .forEach(
            subset ->
                figures.put(
                    subset.getKey(),
                    new PublishedResult.Figures(
                        number(subset.getValue().get(0)),
                        number(subset.getValue().get(1)),
                        number(subset.getValue().get(2)))));
    Set<String> misprints = new HashSet<>();
    node.path("misprints").forEach(subset -> misprints.add(subset.textValue()));
    return new PublishedResult(
        node.get("method").textValue(),
        node.get("normaliser").textValue(),
        node.get("threshold").doubleValue(),
        sources.get(node.get("source").textValue()).textValue(),
        node.path("recalled").booleanValue(),
        misprints,
        figures);
  }

  private static OptionalDouble number(JsonNode node) {
    return node.isNull() ? OptionalDouble.empty() : OptionalDouble.of(node.doubleValue());
  }

  private static Map<String, Integer> counts(JsonNode node) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    node.properties().forEach(subset -> counts.put(subset.getKey(), subset.getValue().intValue()));
    return counts;
  }

  private static List<JsonNode> list(JsonNode array) {
    return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
  }
}
