package io.github.awing.data.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.FaceDataSet;
import io.github.awing.data.FirstFew;
import io.github.awing.data.LandmarkScheme;
import io.github.awing.data.Landmarks;
import io.github.awing.data.PictureFile;
import io.github.awing.data.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads JSON in the format of COCO's keypoints, in which mmpose provides face data sets: {@code
 * images} with {@code id} and {@code file_name}, {@code annotations} with {@code image_id}, {@code
 * bbox} (left, top, width, height) and {@code keypoints} (x, y, visibility). Coordinates are used
 * unchanged. Visibility is 0 for unlabelled, 1 for occluded, 2 for visible; AFLW's lists have 1 for
 * every labelled landmark, so there it means visible. A face without any labelled landmark is left
 * out.
 */
final class CocoReader {

  /** Largest number of names in a note. */
  private static final int NAMED = 5;

  private static final int MOST_NUMBERS = 3000;
  private static final int LONGEST_WORD = 1 << 16;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_WORD).build())
          .build();

  /** An object of one of the two arrays, not checked yet. */
  private static final class Entry {
    private final String kind;
    private final int number;
    private final long line;
    private String id;
    private String name;
    private String image;
    private double[] box;
    private double[] keypoints;
    private String mistake;

    Entry(String kind, int number, long line) {
      this.kind = kind;
      this.number = number;
      this.line = line;
    }

    /** The object's index and id; a list in one line has no other place. */
    String place() {
      return "%s %d%s"
          .formatted(kind, number, id == null ? "" : " (id " + BadDataException.shown(id) + ")");
    }

    /** Stores the first error until the object's place is known in full. */
    void mistake(String what) {
      if (mistake == null) {
        mistake = what;
      }
    }
  }

  private final Path list;
  private final Map<String, Entry> images = new HashMap<>();
  private final Map<String, Entry> annotationsById = new HashMap<>();
  private final List<Entry> annotations = new ArrayList<>();
  private final List<String> unlabelled = new ArrayList<>();
  private final Consumer<BadDataException> mistakes;
  private int imageCount;
  private int annotationCount;

  private CocoReader(Path list, Consumer<BadDataException> mistakes) {
    this.list = list;
    this.mistakes = mistakes;
  }

  /** The lists of this format in a folder, and in its folder {@code annotations}. */
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
      // An unreadable file is not a list of this format.
      return false;
    }
  }

  static FaceDataSet read(DataSetFolder folder) {
    List<Path> lists = lists(folder.path());
    // A list too damaged to be recognised is still the list to read.
    Path list = folder.listOfSplit(lists.isEmpty() ? files(folder.path(), file -> true) : lists);
    CocoReader reader = new CocoReader(list, folder.request().mistakes());
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
      throw noJson(e);
    } catch (IOException e) {
      throw new BadDataException(list, "cannot be read: " + e.getMessage());
    }
  }

  /** Reads the fields of one object; the parser is at its beginning. */
  @FunctionalInterface
  private interface ObjectParser {
    void parse(JsonParser parser) throws IOException;
  }

  private void parseArray(JsonParser parser, ObjectParser element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadDataException(list, line(parser), "images and annotations must be arrays");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new BadDataException(
            list,
            line(parser),
            "images and annotations must hold objects, with their words in braces, but hold '%s'"
                .formatted(BadDataException.shown(parser.getText())));
      }
      element.parse(parser);
    }
  }

  private BadDataException noJson(JsonProcessingException e) {
    String what = e.getOriginalMessage().lines().findFirst().orElse("it is cut off");
    String behind =
        annotationCount > 0
            ? ", in or behind annotation " + annotationCount
            : imageCount > 0 ? ", in or behind image " + imageCount : "";
    if (e.getLocation() == null) {
      return new BadDataException(list, "is no JSON: " + what);
    }
    return new BadDataException(
        list,
        e.getLocation().getLineNr(),
        "is no JSON at column %d%s: %s".formatted(e.getLocation().getColumnNr(), behind, what));
  }

  private void parseImage(JsonParser parser) throws IOException {
    Entry image = new Entry("image", ++imageCount, line(parser));
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String word = parser.currentName();
      parser.nextToken();
      switch (word) {
        case "id" -> image.id = parser.getText();
        case "file_name" -> image.name = parser.getText();
        default -> parser.skipChildren();
      }
    }
    attempt(
        () -> {
          if (image.id == null || image.name == null) {
            throw invalid(image, "an image needs id and file_name");
          }
          Entry other = images.putIfAbsent(image.id, image);
          if (other != null) {
            throw invalid(
                image,
                "'%s' has the id of image %d already, '%s'; every image needs an id of its own"
                    .formatted(
                        BadDataException.shown(image.name),
                        other.number,
                        BadDataException.shown(other.name)));
          }
        });
  }

  private void parseAnnotation(JsonParser parser) throws IOException {
    Entry annotation = new Entry("annotation", ++annotationCount, line(parser));
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String word = parser.currentName();
      parser.nextToken();
      switch (word) {
        case "id" -> annotation.id = parser.getText();
        case "image_id" -> annotation.image = parser.getText();
        case "bbox" -> annotation.box = numbers(parser, word, annotation);
        case "keypoints" -> annotation.keypoints = numbers(parser, word, annotation);
        default -> parser.skipChildren();
      }
    }
    attempt(
        () -> {
          if (annotation.mistake != null) {
            throw invalid(annotation, annotation.mistake);
          }
          Entry other =
              annotation.id == null ? null : annotationsById.putIfAbsent(annotation.id, annotation);
          if (other != null) {
            throw invalid(
                annotation,
                "annotation %d has this id already; every annotation needs one of its own"
                    .formatted(other.number));
          }
          annotations.add(annotation);
        });
  }

  private void attempt(Runnable entry) {
    try {
      entry.run();
    } catch (BadDataException e) {
      mistakes.accept(e);
    }
  }

  private static double[] numbers(JsonParser parser, String word, Entry annotation)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      annotation.mistake(word + " must be an array of numbers");
      parser.skipChildren();
      return new double[0];
    }
    List<Double> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
        annotation.mistake(
            "%s must hold numbers, but number %d is '%s'"
                .formatted(word, numbers.size() + 1, BadDataException.shown(parser.getText())));
        parser.skipChildren();
      } else if (numbers.size() == MOST_NUMBERS) {
        annotation.mistake(word + " holds more than %d numbers".formatted(MOST_NUMBERS));
      } else {
        numbers.add(parser.getDoubleValue());
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private FaceDataSet faces(DataSetFolder folder) {
    List<LandmarkScheme> schemes = new ArrayList<>();
    List<AnnotatedFace> faces = new ArrayList<>();
    SeenFaces seen = new SeenFaces();
    for (Entry annotation : annotations) {
      folder.attempt(
          () -> {
            if (annotation.keypoints == null
                || annotation.keypoints.length == 0
                || annotation.keypoints.length % 3 != 0) {
              throw invalid(
                  annotation,
                  "an annotation needs keypoints: x, y and visibility of each landmark");
            }
            if (schemes.isEmpty()) {
              schemes.add(scheme(folder, annotation));
            } else if (annotation.keypoints.length != 3 * schemes.get(0).count()) {
              throw invalid(
                  annotation,
                  "%d landmarks, but those before have %d"
                      .formatted(annotation.keypoints.length / 3, schemes.get(0).count()));
            }
            face(annotation, schemes.get(0), folder)
                .ifPresent(face -> once(face, annotation, seen, faces));
          });
    }
    if (faces.isEmpty()) {
      throw new BadDataException(
          list, "holds no face" + (annotationCount > 0 ? " that can be read" : ""));
    }
    List<String> notes =
        unlabelled.isEmpty()
            ? List.of()
            : List.of(
                "%d faces are left out, as not one of their landmarks is labelled: %s"
                    .formatted(unlabelled.size(), FirstFew.of(NAMED, unlabelled)));
    return new FaceDataSet(DataSetFormat.COCO.word(), schemes.get(0), faces, List.of(), notes);
  }

  private LandmarkScheme scheme(DataSetFolder folder, Entry annotation) {
    try {
      return folder.scheme(list, annotation.keypoints.length / 3);
    } catch (BadDataException e) {
      throw invalid(annotation, e.what());
    }
  }

  private void once(
      AnnotatedFace face, Entry annotation, SeenFaces seen, List<AnnotatedFace> faces) {
    seen.add(face.picture(), face.landmarks(), annotation.place())
        .ifPresent(
            earlier -> {
              throw invalid(annotation, SeenFaces.duplicate(earlier));
            });
    faces.add(face);
  }

  private Optional<AnnotatedFace> face(
      Entry annotation, LandmarkScheme scheme, DataSetFolder folder) {
    Entry image = images.get(annotation.image);
    if (image == null) {
      throw invalid(
          annotation,
          "no image has the id " + BadDataException.shown(String.valueOf(annotation.image)));
    }
    Path pictures = folder.images();
    PictureFile picture =
        DataSetFolder.picture(pictures, image.name)
            .orElseThrow(
                () ->
                    invalid(
                        image,
                        "file_name must be inside %s, but is '%s'"
                            .formatted(
                                pictures.getFileName(), BadDataException.shown(image.name))));
    double[] coordinates = new double[2 * scheme.count()];
    List<Visibility> visibility = new ArrayList<>();
    for (int i = 0; i < scheme.count(); i++) {
      coordinates[2 * i] = annotation.keypoints[3 * i];
      coordinates[2 * i + 1] = annotation.keypoints[3 * i + 1];
      visibility.add(visibility(annotation, annotation.keypoints[3 * i + 2], scheme));
    }
    if (!visibility.stream().anyMatch(its -> its != Visibility.UNLABELLED)) {
      unlabelled.add(annotation.place());
      return Optional.empty();
    }
    Landmarks landmarks = Landmarks.of(coordinates);
    try {
      Box box =
          annotation.box == null
              ? landmarks.boxOfLabelled(visibility)
              : folder.box(() -> box(annotation.box), () -> landmarks.boxOfLabelled(visibility));
      return Optional.of(
          new AnnotatedFace(image.name, picture, box, landmarks, visibility, Set.of()));
    } catch (IllegalArgumentException e) {
      throw invalid(annotation, e.getMessage());
    }
  }

  private Visibility visibility(Entry annotation, double flag, LandmarkScheme scheme) {
    if (flag == 0) {
      return Visibility.UNLABELLED;
    }
    if (flag == 1) {
      return scheme.count() == 19 ? Visibility.VISIBLE : Visibility.OCCLUDED;
    }
    if (flag == 2) {
      return Visibility.VISIBLE;
    }
    throw invalid(annotation, "a visibility must be 0, 1 or 2, but one is " + flag);
  }

  private static Box box(double[] sides) {
    if (sides.length != 4) {
      throw new IllegalArgumentException("bbox must be left, top, width and height");
    }
    if (!(sides[2] > 0 && sides[3] > 0)) {
      throw new IllegalArgumentException(
          "bbox must be left, top, width and height, the last two above 0, but is %s, %s, %s, %s"
              .formatted(sides[0], sides[1], sides[2], sides[3]));
    }
    return new Box(sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]);
  }

  private static long line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private BadDataException invalid(Entry entry, String what) {
    return new BadDataException(list, entry.line, entry.place() + ": " + what);
  }
}
