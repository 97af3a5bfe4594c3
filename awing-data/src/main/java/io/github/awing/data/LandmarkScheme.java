package io.github.awing.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Meaning of a data set's landmarks: which landmarks swap when the face is mirrored, which form a
 * boundary curve, which measure the face. Each scheme is one YAML file: a resource of the library,
 * or a user's own file.
 *
 * <p>The boundary curves follow the authors' released code; flip pairs and normalisers follow the
 * data sets' protocols.
 */
public final class LandmarkScheme {

  /** Names of the schemes that come with the library. */
  public static final List<String> NAMES =
      List.of("wflw-98", "300w-68", "cofw-29", "aflw-19", "lapa-106", "mtfl-5");

  /** Two groups of landmarks whose means' distance measures a face. */
  public record Normaliser(List<Integer> first, List<Integer> second) {

    /** The distance in pixels between the two groups' means. */
    public double distance(Landmarks landmarks) {
      return mean(landmarks, first).distance(mean(landmarks, second));
    }

    private static Point mean(Landmarks landmarks, List<Integer> indices) {
      return landmarks.mean(indices.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private static final long LONGEST_FILE = 1 << 16;

  private final LandmarkSchemeFile content;
  private final String definition;

  private LandmarkScheme(LandmarkSchemeFile content, String definition) {
    this.content = content;
    this.definition = definition;
  }

  /**
   * Returns a scheme of the library.
   *
   * @throws IllegalArgumentException if there is no scheme of that name; the message lists {@link
   *     #NAMES}
   */
  public static LandmarkScheme named(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no landmark scheme '" + name + "'; there are " + String.join(", ", NAMES));
    }
    try (InputStream in = LandmarkScheme.class.getResourceAsStream("schemes/" + name + ".yaml")) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new LandmarkScheme(LandmarkSchemeFile.parse(Path.of(name + ".yaml"), yaml), name);
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own scheme " + name + " cannot be read", e);
    }
  }

  /**
   * Reads a user's own scheme from a YAML file with the same keys as the library's files.
   *
   * @throws BadDataException if it is not a scheme; the message names file, line and key
   */
  public static LandmarkScheme read(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new BadDataException(
            file, "is longer than %d bytes, so no landmark scheme".formatted(LONGEST_FILE));
      }
      return parse(file, Files.readString(file), NAMES);
    } catch (CharacterCodingException e) {
      throw new BadDataException(file, "is not UTF-8 text, as a landmark scheme is");
    } catch (IOException e) {
      throw new BadDataException(
          file,
          "cannot be read; a landmark scheme is one of %s, or a YAML file"
              .formatted(String.join(", ", NAMES)));
    }
  }

  /**
   * Returns the library's scheme of this name or, if there is none, reads the file of this path.
   *
   * @throws BadDataException if it is neither
   */
  public static LandmarkScheme ofNameOrFile(String nameOrFile) {
    return NAMES.contains(nameOrFile) ? named(nameOrFile) : read(Path.of(nameOrFile));
  }

  /**
   * Restores a scheme from its {@link #definition()}.
   *
   * @throws IllegalArgumentException if the text defines no scheme
   */
  public static LandmarkScheme ofDefinition(String definition) {
    if (!definition.contains("\n")) {
      return named(definition);
    }
    try {
      // A name that the library took later may already have been a user's own.
      return parse(Path.of("landmark scheme"), definition, Set.of());
    } catch (BadDataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static LandmarkScheme parse(Path file, String yaml, Collection<String> taken) {
    LandmarkSchemeFile content;
    try {
      content = LandmarkSchemeFile.parse(file, yaml);
    } catch (JsonProcessingException e) {
      throw LandmarkSchemeFile.invalid(file, e);
    }
    if (taken.contains(content.name())) {
      throw new BadDataException(
          file, "'name' must not be that of one of the library's schemes, " + content.name());
    }
    return new LandmarkScheme(content, yaml.endsWith("\n") ? yaml : yaml + "\n");
  }

  /**
   * Returns the known scheme of this number of landmarks, for files that do not name their scheme.
   *
   * @param file named in the error message
   * @param known schemes, in order of preference
   * @throws BadDataException if there is none; the message says how many are expected
   */
  public static LandmarkScheme ofCount(Path file, int count, List<LandmarkScheme> known) {
    return known.stream()
        .filter(scheme -> scheme.count() == count)
        .findFirst()
        .orElseThrow(
            () ->
                new BadDataException(
                    file,
                    "has %d points, but %s are expected"
                        .formatted(
                            count,
                            known.stream()
                                .map(LandmarkScheme::count)
                                .sorted()
                                .distinct()
                                .map(Object::toString)
                                .collect(Collectors.joining(" or ")))));
  }

  /** The name, for instance {@code wflw-98}. */
  public String name() {
    return content.name();
  }

  /**
   * The text from which {@link #ofDefinition} restores this scheme: the name of one of the
   * library's schemes, else the whole text of the user's file.
   */
  public String definition() {
    return definition;
  }

  /** Number of landmarks of a face. */
  public int count() {
    return content.landmarks();
  }

  /**
   * The order of the landmarks after the picture is mirrored: landmark i of the mirrored face is
   * the mirrored landmark {@code flipOrder()[i]} of the face. The order is its own inverse.
   */
  public int[] flipOrder() {
    return content.flipOrder().clone();
  }

  /** The curves of the boundary heatmap, each a list of the landmarks' indices along it. */
  public List<List<Integer>> boundaryCurves() {
    return content.boundaryCurves();
  }

  /** The normalisers that are distances between landmarks, by name. */
  public Map<String, Normaliser> normalisers() {
    return content.normalisers();
  }

  /**
   * Name of the data set's usual normaliser: one of {@link #normalisers()}, or a measure of the
   * box.
   */
  public String defaultNormaliser() {
    return content.defaultNormaliser();
  }

  /** The parts of a face by name, each with the indices of its landmarks. */
  public Map<String, List<Integer>> parts() {
    return content.parts();
  }

  /**
   * Indices in this scheme of another scheme's landmarks, in the other's order.
   *
   * @return empty if this scheme's file does not define them
   */
  public Optional<int[]> landmarksOf(LandmarkScheme other) {
    return Optional.ofNullable(content.conversions().get(other.name()))
        .map(indices -> indices.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public String toString() {
    return name();
  }
}
