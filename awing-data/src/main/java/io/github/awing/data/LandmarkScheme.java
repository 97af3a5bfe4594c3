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
 * What a data set's landmarks mean: which change places in a mirror, which lie along a common
 * boundary, which measure a face. All of it is data, in one file a scheme: those of the library are
 * its resources, others are a user's own.
 *
 * <p>The boundary curves follow the authors' released code; flip pairs and normalisers follow the
 * data sets' protocols.
 */
public final class LandmarkScheme {

  /** The schemes that come with the library, by name. */
  public static final List<String> NAMES =
      List.of("wflw-98", "300w-68", "cofw-29", "aflw-19", "lapa-106", "mtfl-5");

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

  private static final long LONGEST_FILE = 1 << 16;

  private final LandmarkSchemeFile content;
  private final String definition;

  private LandmarkScheme(LandmarkSchemeFile content, String definition) {
    this.content = content;
    this.definition = definition;
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
    try (InputStream in = LandmarkScheme.class.getResourceAsStream("schemes/" + name + ".yaml")) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new LandmarkScheme(LandmarkSchemeFile.parse(Path.of(name + ".yaml"), yaml), name);
    } catch (IOException e) {
      throw new UncheckedIOException("the library's own scheme " + name + " cannot be read", e);
    }
  }

  /**
   * A user's own scheme, from a YAML file of the same words as the library's.
   *
   * @throws BadDataException if it is none; the message names file, line and word
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
   * A scheme as a user says it: the name of one of the library's, or the path of a file.
   *
   * @throws BadDataException if it is neither
   */
  public static LandmarkScheme ofNameOrFile(String nameOrFile) {
    return NAMES.contains(nameOrFile) ? named(nameOrFile) : read(Path.of(nameOrFile));
  }

  /**
   * The scheme that {@link #definition()} told of.
   *
   * @throws IllegalArgumentException if it tells of none
   */
  public static LandmarkScheme defined(String definition) {
    if (!definition.contains("\n")) {
      return named(definition);
    }
    try {
      // Those that came to the library later may have been somebody's own before.
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
      throw LandmarkSchemeFile.complaint(file, e);
    }
    if (taken.contains(content.name())) {
      throw new BadDataException(
          file, "'name' must not be that of one of the library's schemes, " + content.name());
    }
    return new LandmarkScheme(content, yaml.endsWith("\n") ? yaml : yaml + "\n");
  }

  /**
   * The one of the known schemes with so many landmarks, for files that do not name theirs.
   *
   * @param file to be named if there is none
   * @param known those to prefer first
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

  /** For instance {@code wflw-98}. */
  public String name() {
    return content.name();
  }

  /**
   * What {@link #defined} makes this scheme of again: the name of one of the library's, else the
   * whole text of the user's file.
   */
  public String definition() {
    return definition;
  }

  /** How many landmarks a face has. */
  public int count() {
    return content.landmarks();
  }

  /**
   * The order of the landmarks after the picture is mirrored: landmark i of the mirrored face is
   * landmark {@code flipOrder()[i]} of the face, moved. Applied twice it changes nothing.
   */
  public int[] flipOrder() {
    return content.flipOrder().clone();
  }

  /** The curves of the boundary heatmap, each the indices of the landmarks it runs through. */
  public List<List<Integer>> boundaryCurves() {
    return content.boundaryCurves();
  }

  /** The normalisers that are distances between landmarks, by name. */
  public Map<String, Normaliser> normalisers() {
    return content.normalisers();
  }

  /**
   * The name of the data set's usual normaliser: one of {@link #normalisers()}, or one that
   * measures a box.
   */
  public String usualNormaliser() {
    return content.usualNormaliser();
  }

  /** The parts of a face by name, each with the indices of its landmarks. */
  public Map<String, List<Integer>> parts() {
    return content.parts();
  }

  /**
   * Which landmarks of this scheme are those of another, in the other's order.
   *
   * @return empty if this scheme's file does not tell
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
