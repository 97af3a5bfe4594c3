package io.github.awing.train.yaml;

import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.awing.data.BadDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes records as YAML, word for word: the words are the names of the record's
 * components in kebab case. A complaint names the line.
 *
 * @param type the record
 * @param name of such a file in messages, with its article
 * @param whole whether no word may be missing
 */
public record PlanYaml<T extends Record>(Class<T> type, String name, boolean whole) {

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
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private static final ObjectReader READER = YAML.reader();

  /**
   * Reads the text of a file.
   *
   * @throws BadDataException if it is no text
   */
  public String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new BadDataException(file, "is not UTF-8 text");
    } catch (IOException e) {
      throw new BadDataException(file, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads a record from a text.
   *
   * @param file where it comes from
   * @throws BadDataException if a value is out of its range
   */
  public T parse(Path file, String yaml) {
    try {
      checkWords(file, yaml);
      T read =
          (whole ? READER.with(FAIL_ON_MISSING_CREATOR_PROPERTIES) : READER)
              .forType(type)
              .readValue(yaml);
      if (read == null) {
        throw new BadDataException(file, name + " is empty");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw complaint(file, e, yaml, tree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory can always be read", e);
    }
  }

  /**
   * Changes some values of a record.
   *
   * @param file where it comes from
   * @param changes new values as YAML, by word
   * @throws BadDataException if there is no such word, or a value is out of its range
   */
  public T changed(Path file, T original, Map<String, String> changes) {
    ObjectNode words = YAML.valueToTree(original);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!words.has(change.getKey())) {
        throw new BadDataException(file, unknown(change.getKey()));
      }
      words.set(change.getKey(), value(file, change.getKey(), change.getValue()));
    }
    try {
      return READER.forType(type).readValue(words);
    } catch (JsonProcessingException e) {
      throw complaint(file, e, "", words);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory can always be read", e);
    }
  }

  private JsonNode value(Path file, String word, String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new BadDataException(file, mistaken(word, "'" + yaml + "'"));
    }
  }

  /** Writes a record in full, as {@link #parse} reads it. */
  public String write(T value) {
    try {
      return YAML.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name + " can always be written", e);
    }
  }

  /** Returns the word for a constant of an enumeration. */
  public static String word(Enum<?> constant) {
    return YAML.valueToTree(constant).asText();
  }

  /** Finds the line, counted from 1, of every word of a text that can be parsed. */
  public static Map<JsonPointer, Integer> lines(String yaml) {
    Map<JsonPointer, Integer> lines = new HashMap<>();
    try (JsonParser parser = YAML.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          lines.put(
              parser.getParsingContext().pathAsPointer(), parser.currentLocation().getLineNr());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("it was parsed before", e);
    }
    return lines;
  }

  /** Complains of a misspelt word, before the parser complains that the right one is missing. */
  private void checkWords(Path file, String yaml) throws IOException {
    try (JsonParser parser = YAML.createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME
            && parser.getParsingContext().getParent().inRoot()
            && !words().contains(parser.currentName())) {
          throw new BadDataException(
              file, parser.currentLocation().getLineNr(), unknown(parser.currentName()));
        }
      }
    }
  }

  private String unknown(String word) {
    return "%s has no '%s'; it has %s".formatted(name, word, String.join(", ", words()));
  }

  private List<String> words() {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(WORDS::translate)
        .toList();
  }

  private BadDataException complaint(
      Path file, JsonProcessingException e, String yaml, JsonNode words) {
    String what;
    Optional<String> empty = emptyWord(words);
    if (e.getCause() instanceof NullPointerException && empty.isPresent()) {
      what = mistaken(empty.get(), said(words.path(empty.get())));
      int line = lineOf(empty.get(), yaml);
      if (line > 0) {
        return new BadDataException(file, line, what);
      }
    } else if (e instanceof ValueInstantiationException && e.getCause() != null) {
      what = e.getCause().getMessage();
      int line = lineOf(what.split("\\s", 2)[0], yaml);
      if (line > 0) {
        return new BadDataException(file, line, what);
      }
    } else if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      String word = mapping.getPath().get(0).getFieldName();
      boolean lacking = words.path(word).isMissingNode() && !yaml.isEmpty();
      what = lacking ? "it lacks '" + word + "'" : mistaken(word, said(words.path(word)));
    } else if (e instanceof JsonMappingException) {
      what =
          words.isMissingNode() || words.isNull()
              ? name + " is empty"
              : name + " has lines of a word, a colon and a value, as 'seed: 1'; this file has not";
    } else {
      what = "is no YAML: " + syntax(e);
    }
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? new BadDataException(file, what)
        : new BadDataException(file, e.getLocation().getLineNr(), what);
  }

  /** The first word whose value becomes null, or has a part that does. */
  private Optional<String> emptyWord(JsonNode words) {
    return words().stream().filter(word -> isEmpty(words.path(word))).findFirst();
  }

  /** Empty text becomes null where a number or a constant is expected. */
  private static boolean isEmpty(JsonNode value) {
    if (value.isNull() || value.isTextual() && value.asText().isBlank()) {
      return true;
    }
    for (JsonNode part : value) {
      if (isEmpty(part)) {
        return true;
      }
    }
    return false;
  }

  private String mistaken(String word, String said) {
    Type expected =
        Arrays.stream(type.getRecordComponents())
            .filter(component -> WORDS.translate(component.getName()).equals(word))
            .findFirst()
            .orElseThrow()
            .getGenericType();
    return "'%s' must be %s, but is %s".formatted(word, new PlanWord(expected).expected(), said);
  }

  private static String said(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isBlank()
        ? "empty"
        : "'" + (value.isTextual() ? value.textValue() : value.toString()) + "'";
  }

  /** Picks the mistake, which the parser names last, after its way there. */
  private static String syntax(JsonProcessingException e) {
    List<String> said =
        e.getOriginalMessage()
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith(" "))
            .toList();
    return said.isEmpty() ? "it cannot be understood" : said.get(said.size() - 1);
  }

  private static JsonNode tree(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      // The complaint is then that it is no YAML.
      return MissingNode.getInstance();
    }
  }

  /** Finds the line of a word, which messages of the plan's parts may have in camel case. */
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
