package io.github.awing.train;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Training plans as YAML, word for word: those that come with the program, and a user's files. The
 * words are the names of {@link TrainingPlan}'s components in kebab case.
 */
final class PlanFile {

  /** The paper trained all its data sets alike. */
  private static final List<String> OF_THE_PAPER = List.of("wflw", "300w", "cofw", "aflw");

  private static final PropertyNamingStrategies.NamingBase WORDS =
      new PropertyNamingStrategies.KebabCaseStrategy();

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .propertyNamingStrategy(WORDS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private PlanFile() {}

  /** Reads a shipped plan or a file, see {@link TrainingPlan#read}. */
  static TrainingPlan read(String nameOrFile, Map<String, String> changes) {
    if (TrainingPlan.NAMES.contains(nameOrFile)) {
      return parse(Path.of(nameOrFile), shipped(nameOrFile), changes);
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(
          file,
          "there is no such plan; give a YAML file or one of "
              + String.join(", ", TrainingPlan.NAMES));
    }
    try {
      return parse(file, Files.readString(file), changes);
    } catch (IOException e) {
      throw new BadDataException(file, "the plan cannot be read as UTF-8 text: " + e.getMessage());
    }
  }

  /** The plan in full, as {@link #read} reads it. */
  static String write(TrainingPlan plan) {
    try {
      return YAML.writeValueAsString(plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan can always be written", e);
    }
  }

  /** The plan's words and what they say, for files in other forms. */
  static Map<String, Object> asMap(TrainingPlan plan) {
    Map<String, Object> map = new LinkedHashMap<>();
    YAML.<ObjectNode>valueToTree(plan)
        .fields()
        .forEachRemaining(
            field -> map.put(field.getKey(), YAML.convertValue(field.getValue(), Object.class)));
    return map;
  }

  private static String shipped(String name) {
    String file = OF_THE_PAPER.contains(name) ? "paper" : name;
    try (InputStream in = PlanFile.class.getResourceAsStream("plans/" + file + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own plan " + name + " cannot be read", e);
    }
  }

  private static TrainingPlan parse(Path file, String yaml, Map<String, String> changes) {
    TrainingPlan plan;
    try {
      checkWords(file, yaml);
      // Read as it stands first, so that a mistake in the file is told with its line.
      plan = YAML.readValue(yaml, TrainingPlan.class);
    } catch (JsonProcessingException e) {
      throw complaint(file, e, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory can always be read", e);
    }
    try {
      ObjectNode words = YAML.valueToTree(plan);
      for (Map.Entry<String, String> change : changes.entrySet()) {
        if (!words.has(change.getKey())) {
          throw new BadDataException(file, unknown(change.getKey()));
        }
        words.set(change.getKey(), YAML.readTree(change.getValue()));
      }
      return YAML.treeToValue(words, TrainingPlan.class);
    } catch (JsonProcessingException e) {
      throw complaint(file, e, "");
    }
  }

  /** A misspelt word is told as such, not as the lack of the right one. */
  private static void checkWords(Path file, String yaml) throws IOException {
    try (JsonParser parser = YAML.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && !words().contains(parser.currentName())) {
          throw new BadDataException(
              file, parser.currentLocation().getLineNr(), unknown(parser.currentName()));
        }
      }
    }
  }

  private static String unknown(String word) {
    return "a plan has no '%s'; it has %s".formatted(word, String.join(", ", words()));
  }

  private static List<String> words() {
    return Arrays.stream(TrainingPlan.class.getRecordComponents())
        .map(RecordComponent::getName)
        .map(WORDS::translate)
        .toList();
  }

  private static BadDataException complaint(Path file, JsonProcessingException e, String yaml) {
    String what = e.getOriginalMessage().lines().findFirst().orElse("it is not YAML");
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      what = e.getCause().getMessage();
      int line = lineOf(what.split("\\s", 2)[0], yaml);
      if (line > 0) {
        return new BadDataException(file, line, what);
      }
    } else if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String word = mapping.getPath().get(0).getFieldName();
      what =
          what.startsWith("Missing creator property")
              ? "the plan lacks '" + word + "'"
              : "'" + word + "': " + what;
    }
    return e.getLocation() == null
        ? new BadDataException(file, what)
        : new BadDataException(file, e.getLocation().getLineNr(), what);
  }

  /** Where the file says that word; messages of the plan's parts may have it in camel case. */
  private static int lineOf(String name, String yaml) {
    String word = WORDS.translate(name);
    List<String> lines = yaml.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(word + ":")) {
        return i + 1;
      }
    }
    return 0;
  }
}
