package io.github.awing.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a data set's landmarks mean: which change places in a mirror, which lie along a common
 * boundary, which measure a face. All of it is data, in one resource file a scheme.
 *
 * <p>The boundary curves follow the authors' released code; flip pairs and normalisers follow the
 * data sets' protocols.
 */
public final class LandmarkScheme {

  /** The schemes that come with the library, by name. */
  public static final List<String> NAMES = List.of("wflw-98", "300w-68", "cofw-29");

  /** Two groups of landmarks; the distance between their means is a face's size. */
  public record Normaliser(List<Integer> first, List<Integer> second) {

    /** The distance in pixels between the two groups' means. */
    public double distance(Landmarks landmarks) {
      return mean(landmarks, first).distance(mean(landmarks, second));
    }

    private static Point mean(Landmarks landmarks, List<Integer> indices) {
      return landmarks.mean(indices.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final String name;
  private final int count;
  private final int[] flipOrder;
  private final List<List<Integer>> boundaryCurves;
  private final Map<String, Normaliser> normalisers;
  private final Map<String, List<Integer>> parts;

  private LandmarkScheme(Source source) {
    this.name = source.name();
    this.count = source.landmarks();
    this.flipOrder = flipOrder(source.flip(), count);
    this.boundaryCurves = source.boundary().stream().map(this::indices).toList();
    Map<String, Normaliser> byName = new LinkedHashMap<>();
    source
        .normalisers()
        .forEach(
            (key, groups) ->
                byName.put(key, new Normaliser(indices(groups.get(0)), indices(groups.get(1)))));
    this.normalisers = Collections.unmodifiableMap(byName);
    Map<String, List<Integer>> partsByName = new LinkedHashMap<>();
    source.parts().forEach((key, runs) -> partsByName.put(key, indices(runs)));
    this.parts = Collections.unmodifiableMap(partsByName);
  }

  /**
   * A scheme that comes with the library.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists {@link
   *     #NAMES}
   */
  public static LandmarkScheme named(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no landmark scheme '" + name + "'; there are " + String.join(", ", NAMES));
    }
    try (InputStream in =
        LandmarkScheme.class.getResourceAsStream(
            "/io/github/awing/data/schemes/" + name + ".yaml")) {
      return new LandmarkScheme(YAML.readValue(in, Source.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own scheme " + name + " cannot be read", e);
    }
  }

  /**
   * The scheme of so many landmarks, for files that do not name theirs.
   *
   * @throws BadDataException if there is none; the message says how many are expected
   */
  static LandmarkScheme ofCount(Path file, int count) {
    return NAMES.stream()
        .map(LandmarkScheme::named)
        .filter(scheme -> scheme.count == count)
        .findFirst()
        .orElseThrow(
            () ->
                new BadDataException(
                    file,
                    "has %d points, but %s are expected"
                        .formatted(
                            count,
                            NAMES.stream()
                                .map(name -> named(name).count)
                                .sorted()
                                .map(Object::toString)
                                .collect(Collectors.joining(" or ")))));
  }

  /** For instance {@code wflw-98}. */
  public String name() {
    return name;
  }

  /** How many landmarks a face has. */
  public int count() {
    return count;
  }

  /**
   * The order of the landmarks after the picture is mirrored: landmark i of the mirrored face is
   * landmark {@code flipOrder()[i]} of the face, moved. Applied twice it changes nothing.
   */
  public int[] flipOrder() {
    return flipOrder.clone();
  }

  /** The curves of the boundary heatmap, each the indices of the landmarks it runs through. */
  public List<List<Integer>> boundaryCurves() {
    return boundaryCurves;
  }

  /** The normalisers by name, the data set's usual one first. */
  public Map<String, Normaliser> normalisers() {
    return normalisers;
  }

  /** The parts of a face by name, each with the indices of its landmarks. */
  public Map<String, List<Integer>> parts() {
    return parts;
  }

  @Override
  public String toString() {
    return name;
  }

  private List<Integer> indices(String runs) {
    List<Integer> indices = new ArrayList<>();
    for (String run : runs.trim().split("\\s+")) {
      String[] ends = run.split("\\.\\.", 2);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first < 0 || last < first || last >= count) {
        throw new IllegalArgumentException(
            "scheme " + name + ": '" + run + "' does not fit " + count + " landmarks");
      }
      IntStream.rangeClosed(first, last).forEach(indices::add);
    }
    return List.copyOf(indices);
  }

  private static int[] flipOrder(String pairs, int count) {
    int[] order = IntStream.range(0, count).toArray();
    for (String pair : pairs.trim().split("\\s+")) {
      String[] ends = pair.split("-");
      int one = Integer.parseInt(ends[0]);
      int other = Integer.parseInt(ends[1]);
      order[one] = other;
      order[other] = one;
    }
    return order;
  }

  /** The resource file, word for word. */
  private record Source(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) int landmarks,
      @JsonProperty(required = true) String flip,
      @JsonProperty(required = true) List<String> boundary,
      @JsonProperty(required = true) Map<String, List<String>> normalisers,
      @JsonProperty(required = true) Map<String, String> parts) {}
}
