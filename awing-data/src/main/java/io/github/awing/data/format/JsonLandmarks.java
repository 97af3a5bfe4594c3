package io.github.awing.data.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.format.LandmarkList.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads landmarks from JSON with an object for each face, in lines or in an array. An object has
 * {@code image} and {@code points}, as this project's predictor writes, or {@code imgpath} and
 * {@code landmarks}, as other programs write. Other fields are ignored.
 */
final class JsonLandmarks {

  /** Accepts bare NaN and Infinity, as Python writes them. */
  private static final ObjectReader FACES =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build()
          .readerFor(JsonNode.class);

  private final Path file;
  private final int number;
  private final JsonNode face;

  private JsonLandmarks(Path file, int number, JsonNode face) {
    this.file = file;
    this.number = number;
    this.face = face;
  }

  static List<NamedLandmarks> read(Path file, Numbers numbers) {
    List<NamedLandmarks> faces = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<JsonNode> objects = FACES.readValues(in)) {
      while (objects.hasNextValue()) {
        faces.add(
            new JsonLandmarks(file, faces.size() + 1, objects.nextValue()).landmarks(numbers));
      }
    } catch (NoSuchFileException e) {
      throw new BadDataException(file, "there is no such file");
    } catch (JacksonException e) {
      throw new BadDataException(
          file,
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "is no JSON: " + BadDataException.shown(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new BadDataException(file, "cannot be read: " + e.getMessage());
    }
    return faces;
  }

  private NamedLandmarks landmarks(Numbers numbers) {
    JsonNode image = either("image", "imgpath");
    if (!image.isTextual()) {
      throw invalid("has no text 'image' (or 'imgpath')");
    }
    JsonNode points = either("points", "landmarks");
    if (!points.isArray() && !(points.isNull() && numbers == Numbers.ANY)) {
      throw invalid("has no array 'points' (or 'landmarks')");
    }
    double[] coordinates = new double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      JsonNode point = points.get(i);
      if (numbers == Numbers.ANY && (point.isNull() || point.isArray() && point.isEmpty())) {
        coordinates[2 * i] = Double.NaN;
        coordinates[2 * i + 1] = Double.NaN;
        continue;
      }
      if (point.size() != 2 && point.size() != 3) {
        throw invalid("landmark %d must be [x, y] or [x, y, confidence]".formatted(i));
      }
      coordinates[2 * i] = coordinate(point.get(0), i, numbers);
      coordinates[2 * i + 1] = coordinate(point.get(1), i, numbers);
    }
    return new NamedLandmarks(
        image.textValue(),
        box(numbers),
        Landmarks.of(coordinates),
        Set.of(),
        "%s: face %d".formatted(file, number));
  }

  private double coordinate(JsonNode number, int landmark, Numbers numbers) {
    try {
      if (number != null && number.isNumber() && numbers.accept(number.doubleValue())) {
        return number.doubleValue();
      }
      if (number != null && numbers == Numbers.ANY && (number.isNull() || number.isTextual())) {
        return numbers.parse(number.asText());
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number that is not accepted.
    }
    throw invalid(
        "landmark %d must have two numbers, but has '%s'"
            .formatted(landmark, BadDataException.shown(String.valueOf(number))));
  }

  private Optional<Box> box(Numbers numbers) {
    JsonNode corners = face.path("box");
    JsonNode size = face.path("bbox");
    JsonNode given = corners.isMissingNode() ? size : corners;
    if (given.isMissingNode() || given.isNull()) {
      return Optional.empty();
    }
    if (numbers == Numbers.ANY && !allFinite(given)) {
      // No face was found there; predictions are measured by the true boxes anyway.
      return Optional.empty();
    }
    double[] sides = new double[4];
    for (int i = 0; i < 4; i++) {
      if (given.size() != 4 || !given.get(i).isNumber()) {
        throw invalid("its box must be four numbers");
      }
      sides[i] = given.get(i).doubleValue();
    }
    if (given == size) {
      sides[2] += sides[0];
      sides[3] += sides[1];
    }
    try {
      return Optional.of(new Box(sides[0], sides[1], sides[2], sides[3]));
    } catch (IllegalArgumentException e) {
      // Callers that need the box report that it is missing.
      return Optional.empty();
    }
  }

  private static boolean allFinite(JsonNode numbers) {
    for (JsonNode number : numbers) {
      if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
        return false;
      }
    }
    return true;
  }

  private JsonNode either(String ours, String others) {
    JsonNode value = face.path(ours);
    return value.isMissingNode() ? face.path(others) : value;
  }

  private BadDataException invalid(String what) {
    return new BadDataException(file, "face %d: %s".formatted(number, what));
  }
}
