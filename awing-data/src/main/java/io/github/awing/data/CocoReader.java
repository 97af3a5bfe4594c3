package io.github.awing.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * JSON in the form of COCO's keypoints, as mmpose ships face data sets: {@code images} with {@code
 * id} and {@code file_name}, {@code annotations} with {@code image_id}, {@code bbox} (left, top,
 * width, height) and {@code keypoints} (x, y, visibility). Coordinates are taken as they stand.
 * Visibility is 0 for unlabelled, 1 for occluded, 2 for visible; AFLW's lists say 1 of every
 * labelled landmark, so there it means visible. A face without any labelled landmark is left out.
 */
final class CocoReader {

  private static final int MOST_NUMBERS = 3000;
  private static final int LONGEST_WORD = 1 << 16;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_WORD).build())
          .build();

  /** An annotation, word for word. */
  private static final class Annotation {
    private final long line;
    private String image;
    private double[] box;
    private double[] keypoints;

    Annotation(long line) {
      this.line = line;
    }
  }

  private final Path list;
  private final Map<String, String> images = new HashMap<>();
  private final List<Annotation> annotations = new ArrayList<>();

  private CocoReader(Path list) {
    this.list = list;
  }

  /** The lists of this form in a folder, and in its folder {@code annotations}. */
  static List<Path> lists(Path folder) {
    return files(folder, CocoReader::isList);
  }

  private static List<Path> files(Path folder, Predicate<Path> form) {
    List<Path> files = new ArrayList<>(DataSetFolder.files(folder, ".json", form));
    files.addAll(DataSetFolder.files(folder.resolve("annotations"), ".json", form));
    return files;
  }

  private static boolean isList(Path file) {
    try (JsonParser parser = JSON.createParser(Files.newInputStream(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (parser.currentName().equals("annotations")) {
          return parser.nextToken() == JsonToken.START_ARRAY;
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      // What cannot be read is no list of this form.
      return false;
    }
  }

  static FaceDataSet read(DataSetFolder folder) {
    List<Path> lists = lists(folder.path());
    // A list too damaged to be known as one is still the list that is meant.
    Path list = folder.listOfSplit(lists.isEmpty() ? files(folder.path(), file -> true) : lists);
    CocoReader reader = new CocoReader(list);
    reader.parse();
    return reader.faces(folder);
  }

  private void parse() {
    try (InputStream in = Files.newInputStream(list);
        JsonParser parser = JSON.createParser(in)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String word = parser.currentName();
        parser.nextToken();
        if (word.equals("images")) {
          parseArray(parser, this::parseImage);
        } else if (word.equals("annotations")) {
          parseArray(parser, this::parseAnnotation);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new BadDataException(
          list,
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          "is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse("cut off"));
    } catch (IOException e) {
      throw new BadDataException(list, "cannot be read: " + e.getMessage());
    }
  }

  /** Reads the fields of one object; the parser stands at its beginning. */
  @FunctionalInterface
  private interface ObjectParser {
    void parse(JsonParser parser) throws IOException;
  }

  private void parseArray(JsonParser parser, ObjectParser element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw complaint(line(parser), "images and annotations must be arrays");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw complaint(line(parser), "an object is expected, with its words in braces");
      }
      element.parse(parser);
    }
  }

  private void parseImage(JsonParser parser) throws IOException {
    long line = line(parser);
    String id = null;
    String name = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String word = parser.currentName();
      parser.nextToken();
      switch (word) {
        case "id" -> id = parser.getText();
        case "file_name" -> name = parser.getText();
        default -> parser.skipChildren();
      }
    }
    if (id == null || name == null) {
      throw complaint(line, "an image needs id and file_name");
    }
    images.put(id, name);
  }

  private void parseAnnotation(JsonParser parser) throws IOException {
    Annotation annotation = new Annotation(line(parser));
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String word = parser.currentName();
      parser.nextToken();
      switch (word) {
        case "image_id" -> annotation.image = parser.getText();
        case "bbox" -> annotation.box = numbers(parser, word);
        case "keypoints" -> annotation.keypoints = numbers(parser, word);
        default -> parser.skipChildren();
      }
    }
    annotations.add(annotation);
  }

  private double[] numbers(JsonParser parser, String word) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw complaint(line(parser), word + " must be an array of numbers");
    }
    List<Double> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
        throw complaint(
            line(parser),
            "%s must hold numbers, but holds '%s'"
                .formatted(word, ListLine.shown(parser.getText())));
      }
      if (numbers.size() == MOST_NUMBERS) {
        throw complaint(line(parser), word + " holds more than %d numbers".formatted(MOST_NUMBERS));
      }
      numbers.add(parser.getDoubleValue());
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private FaceDataSet faces(DataSetFolder folder) {
    LandmarkScheme scheme = null;
    List<AnnotatedFace> faces = new ArrayList<>();
    for (Annotation annotation : annotations) {
      if (annotation.keypoints == null || annotation.keypoints.length % 3 != 0) {
        throw complaint(
            annotation.line, "an annotation needs keypoints: x, y and visibility of each landmark");
      }
      if (scheme == null) {
        scheme = folder.scheme(list, annotation.keypoints.length / 3);
      } else if (annotation.keypoints.length != 3 * scheme.count()) {
        throw complaint(
            annotation.line,
            "%d landmarks, but those before have %d"
                .formatted(annotation.keypoints.length / 3, scheme.count()));
      }
      face(annotation, scheme, folder.images(), faces);
    }
    if (faces.isEmpty()) {
      throw new BadDataException(list, "holds no face");
    }
    return new FaceDataSet(DataSetFormat.COCO, scheme, faces, List.of());
  }

  private void face(
      Annotation annotation, LandmarkScheme scheme, Path folder, List<AnnotatedFace> faces) {
    String name = images.get(annotation.image);
    if (name == null) {
      throw complaint(
          annotation.line,
          "no image has the id " + ListLine.shown(String.valueOf(annotation.image)));
    }
    PictureFile picture =
        DataSetFolder.picture(folder, name)
            .orElseThrow(
                () ->
                    complaint(
                        annotation.line,
                        "file_name must be inside %s, but is '%s'"
                            .formatted(folder.getFileName(), ListLine.shown(name))));
    double[] coordinates = new double[2 * scheme.count()];
    List<Visibility> visibility = new ArrayList<>();
    for (int i = 0; i < scheme.count(); i++) {
      coordinates[2 * i] = annotation.keypoints[3 * i];
      coordinates[2 * i + 1] = annotation.keypoints[3 * i + 1];
      visibility.add(visibility(annotation, annotation.keypoints[3 * i + 2], scheme));
    }
    int[] labelled =
        IntStream.range(0, scheme.count())
            .filter(i -> visibility.get(i) != Visibility.UNLABELLED)
            .toArray();
    if (labelled.length == 0) {
      return;
    }
    Landmarks landmarks = Landmarks.of(coordinates);
    try {
      Box box = annotation.box == null ? landmarks.reordered(labelled).box() : box(annotation.box);
      faces.add(new AnnotatedFace(name, picture, box, landmarks, visibility, Set.of()));
    } catch (IllegalArgumentException e) {
      throw complaint(annotation.line, e.getMessage());
    }
  }

  private Visibility visibility(Annotation annotation, double flag, LandmarkScheme scheme) {
    if (flag == 0) {
      return Visibility.UNLABELLED;
    }
    if (flag == 1) {
      return scheme.count() == 19 ? Visibility.VISIBLE : Visibility.OCCLUDED;
    }
    if (flag == 2) {
      return Visibility.VISIBLE;
    }
    throw complaint(annotation.line, "a visibility must be 0, 1 or 2, but one is " + flag);
  }

  private static Box box(double[] sides) {
    if (sides.length != 4) {
      throw new IllegalArgumentException("bbox must be left, top, width and height");
    }
    return new Box(sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]);
  }

  private static long line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private BadDataException complaint(long line, String what) {
    return new BadDataException(list, line, what);
  }
}
