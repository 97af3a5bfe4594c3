package io.github.awing.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.awing.data.LandmarkScheme.Normaliser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Checked content of a landmark scheme's YAML file. */
record LandmarkSchemeFile(
    String name,
    int landmarks,
    int[] flipOrder,
    List<List<Integer>> boundaryCurves,
    Map<String, Normaliser> normalisers,
    String defaultNormaliser,
    Map<String, List<Integer>> parts,
    Map<String, List<Integer>> conversions) {

  private static final int MOST_LANDMARKS = 1000;
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Content of the file, not checked yet. */
  private record Words(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) int landmarks,
      @JsonProperty(required = true) String flip,
      List<String> boundary,
      Map<String, List<String>> normalisers,
      @JsonProperty("usual-normaliser") String defaultNormaliser,
      Map<String, String> parts,
      Map<String, String> conversions) {}

  static LandmarkSchemeFile parse(Path file, String yaml) throws JsonProcessingException {
    Words words = YAML.readValue(yaml, Words.class);
    if (words == null) {
      throw new BadDataException(file, "is empty; a landmark scheme is expected");
    }
    return new Reading(file, yaml, words).checked();
  }

  static BadDataException invalid(Path file, JsonProcessingException e) {
    String what = e.getOriginalMessage().lines().findFirst().orElse("it is not YAML");
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String word = mapping.getPath().get(0).getFieldName();
      what =
          what.startsWith("Missing required creator property")
              ? "the scheme lacks '%s'".formatted(word)
              : "'%s': %s".formatted(word, what);
    }
    return e.getLocation() == null
        ? new BadDataException(file, what)
        : new BadDataException(file, e.getLocation().getLineNr(), what);
  }

  /** Checks one file; error messages give the line. */
  private record Reading(Path file, String yaml, Words words) {

    LandmarkSchemeFile checked() {
      if (words.name() == null || !words.name().matches("[\\w.-]{1,40}")) {
        throw invalid("name", "", "must be 1 to 40 letters, digits, dots and dashes");
      }
      if (words.landmarks() < 1 || words.landmarks() > MOST_LANDMARKS) {
        throw invalid(
            "landmarks",
            "",
            "must be between 1 and %d, but is %d".formatted(MOST_LANDMARKS, words.landmarks()));
      }
      List<List<Integer>> curves = new ArrayList<>();
      for (String curve : Objects.requireNonNullElse(words.boundary(), List.<String>of())) {
        curves.add(indices("boundary", curve));
      }
      Map<String, Normaliser> normalisers = normalisers();
      return new LandmarkSchemeFile(
          words.name(),
          words.landmarks(),
          flipOrder(),
          List.copyOf(curves),
          normalisers,
          defaultNormaliser(normalisers),
          lists("parts", words.parts()),
          lists("conversions", words.conversions()));
    }

    private Map<String, Normaliser> normalisers() {
      Map<String, Normaliser> byName = new LinkedHashMap<>();
      given(words.normalisers())
          .forEach(
              (name, groups) -> {
                if (groups == null || groups.size() != 2) {
                  throw invalid("normalisers", name, "'" + name + "' must be two groups");
                }
                byName.put(
                    name,
                    new Normaliser(
                        indices("normalisers", groups.get(0)),
                        indices("normalisers", groups.get(1))));
              });
      return Collections.unmodifiableMap(byName);
    }

    private String defaultNormaliser(Map<String, Normaliser> normalisers) {
      if (words.defaultNormaliser() != null) {
        return words.defaultNormaliser();
      }
      if (normalisers.isEmpty()) {
        throw invalid(
            "name", "", "there must be 'normalisers', or a 'usual-normaliser' such as box-size");
      }
      return normalisers.keySet().iterator().next();
    }

    private Map<String, List<Integer>> lists(String word, Map<String, String> given) {
      Map<String, List<Integer>> lists = new LinkedHashMap<>();
      given(given).forEach((name, runs) -> lists.put(name, indices(word, runs)));
      return Collections.unmodifiableMap(lists);
    }

    private static <T> Map<String, T> given(Map<String, T> words) {
      return Objects.requireNonNullElse(words, Map.of());
    }

    private int[] flipOrder() {
      int[] order = IntStream.range(0, words.landmarks()).toArray();
      String pairs = Objects.requireNonNullElse(words.flip(), "").strip();
      for (String pair : pairs.isEmpty() ? new String[0] : pairs.split("\\s+")) {
        String[] ends = pair.split("-", 2);
        if (ends.length != 2) {
          throw invalid("flip", pair, "'%s' must be two landmarks, as 3-12".formatted(pair));
        }
        int one = index("flip", pair, ends[0]);
        int other = index("flip", pair, ends[1]);
        if (one == other || order[one] != one || order[other] != other) {
          throw invalid("flip", pair, "'%s' pairs a landmark twice".formatted(pair));
        }
        order[one] = other;
        order[other] = one;
      }
      return order;
    }

    /** Parses a list of landmarks and of ranges of them, first..last. */
    private List<Integer> indices(String word, String runs) {
      if (runs == null || runs.isBlank()) {
        throw invalid(word, "", "must name landmarks, as 0..16 20");
      }
      List<Integer> indices = new ArrayList<>();
      for (String run : runs.strip().split("\\s+")) {
        String[] ends = run.split("\\.\\.", 2);
        int first = index(word, run, ends[0]);
        int last = index(word, run, ends[ends.length - 1]);
        if (last < first) {
          throw invalid(word, run, "'%s' runs backwards".formatted(run));
        }
        IntStream.rangeClosed(first, last).forEach(indices::add);
      }
      return List.copyOf(indices);
    }

    private int index(String word, String entry, String number) {
      if (number.matches("\\d{1,4}") && Integer.parseInt(number) < words.landmarks()) {
        return Integer.parseInt(number);
      }
      throw invalid(
          word,
          entry,
          "'%s' must be landmarks from 0 to %d"
              .formatted(BadDataException.shown(entry), words.landmarks() - 1));
    }

    private BadDataException invalid(String word, String entry, String what) {
      List<String> lines = yaml.lines().toList();
      int line = 0;
      while (line < lines.size() && !lines.get(line).startsWith(word)) {
        line++;
      }
      int start = line;
      while (line < lines.size() && !lines.get(line).contains(entry)) {
        line++;
      }
      int found = line < lines.size() ? line : start;
      return new BadDataException(
          file, Math.min(found, lines.size() - 1) + 1, "'%s': %s".formatted(word, what));
    }
  }
}
