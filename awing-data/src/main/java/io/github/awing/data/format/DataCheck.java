package io.github.awing.data.format;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.data.BadDataException;
import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import io.github.awing.data.Picture;
import io.github.awing.data.PictureSource;
import io.github.awing.data.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Report of the errors in a data set's faces: pictures that cannot be read, landmarks outside of
 * their pictures, boxes that miss their landmarks or seem to be in another form, duplicate faces.
 *
 * @param pictures number of different pictures
 * @param faces number of faces
 * @param skipped number of faces whose picture cannot be read
 * @param problems in the order of the faces
 */
public record DataCheck(int pictures, int faces, int skipped, List<Problem> problems) {

  /**
   * Mean distance of two faces' landmarks, in diagonals of a face, below which they are one face.
   */
  private static final double NEAR = 0.05;

  /** Share of a face's landmarks that lie in its box in any data set. */
  private static final double MOST = 0.8;

  /**
   * One error.
   *
   * @param file the picture, by its name in the data set
   * @param line number of the face in the data set, from 1
   * @param what the error in a few words
   */
  public record Problem(String file, int line, String what) {}

  /** Copies the problems. */
  public DataCheck {
    problems = List.copyOf(problems);
  }

  /**
   * Opens every picture and checks every face.
   *
   * @param progress receives the number of faces checked so far, from several threads, each number
   *     once
   */
  public static DataCheck of(List<AnnotatedFace> faces, IntConsumer progress) {
    AtomicInteger done = new AtomicInteger();
    List<List<Problem>> found = new ArrayList<>(Collections.nCopies(faces.size(), List.of()));
    AtomicInteger unreadable = new AtomicInteger();
    IntStream.range(0, faces.size())
        .parallel()
        .forEach(
            i -> {
              found.set(i, problems(faces.get(i), i + 1, unreadable));
              progress.accept(done.incrementAndGet());
            });
    List<Problem> problems = new ArrayList<>();
    Map<PictureSource, List<Integer>> ofPicture = new HashMap<>();
    for (int i = 0; i < faces.size(); i++) {
      AnnotatedFace face = faces.get(i);
      problems.addAll(found.get(i));
      List<Integer> others =
          ofPicture.computeIfAbsent(face.picture(), picture -> new ArrayList<>());
      for (int other : others) {
        if (areOne(faces.get(other), face)) {
          problems.add(
              new Problem(
                  face.image(),
                  i + 1,
                  faces.get(other).landmarks().equals(face.landmarks())
                      ? "this face is there already, as face " + (other + 1)
                      : "its landmarks are nearly those of face %d of the same picture; is it there twice?"
                          .formatted(other + 1)));
          break;
        }
      }
      others.add(i);
    }
    return new DataCheck(ofPicture.size(), faces.size(), unreadable.get(), problems);
  }

  /** Whether two faces of a picture are nearly the same. */
  private static boolean areOne(AnnotatedFace one, AnnotatedFace other) {
    int[] labelled =
        IntStream.range(0, one.landmarks().count())
            .filter(i -> one.labelled(i) && other.labelled(i))
            .toArray();
    double distance =
        IntStream.of(labelled)
            .mapToDouble(i -> one.landmarks().get(i).distance(other.landmarks().get(i)))
            .average()
            .orElse(Double.POSITIVE_INFINITY);
    try {
      Box box = one.landmarks().reordered(labelled).box();
      return distance <= NEAR * Math.hypot(box.width(), box.height());
    } catch (IllegalArgumentException e) {
      // Faces without extent are near only if they are equal.
      return distance == 0;
    }
  }

  private static List<Problem> problems(AnnotatedFace face, int line, AtomicInteger unreadable) {
    List<Problem> problems = new ArrayList<>();
    Landmarks landmarks =
        face.landmarks()
            .reordered(
                IntStream.range(0, face.landmarks().count()).filter(face::labelled).toArray());
    Box box = face.box();
    try (Picture picture = face.picture().read()) {
      long outside =
          landmarks.stream().filter(point -> !isIn(picture, point.x(), point.y())).count();
      if (outside > 0) {
        problems.add(
            new Problem(
                face.image(),
                line,
                "%d of %d landmarks lie outside of the picture, %d x %d pixels"
                    .formatted(outside, landmarks.count(), picture.width(), picture.height())));
      }
      if (seemsToBeCorners(box, landmarks, picture)) {
        problems.add(
            new Problem(
                face.image(),
                line,
                "its box reaches to (%s, %s), beyond the picture; its width and height, %s and %s, seem to be the right and bottom sides"
                    .formatted(box.right(), box.bottom(), box.width(), box.height())));
      }
    } catch (BadDataException e) {
      unreadable.incrementAndGet();
      problems.add(new Problem(face.image(), line, e.getMessage()));
    }
    Point middle = landmarks.mean(IntStream.range(0, landmarks.count()).toArray());
    if (!holds(box, middle)) {
      boolean size =
          box.right() > 0
              && box.bottom() > 0
              && holds(
                  new Box(
                      box.left(), box.top(), box.left() + box.right(), box.top() + box.bottom()),
                  middle);
      problems.add(
          new Problem(
              face.image(),
              line,
              "its box misses its landmarks"
                  + (size
                      ? "; it would hold them if its sides were given as x, y, width, height"
                      : "")));
    }
    return problems;
  }

  /**
   * Whether the box seems to come from a file with right and bottom sides in place of width and
   * height.
   */
  private static boolean seemsToBeCorners(Box box, Landmarks landmarks, Picture picture) {
    if (isIn(picture, box.right(), box.bottom())
        || box.width() <= box.left()
        || box.height() <= box.top()
        || box.left() <= 0 && box.top() <= 0) {
      return false;
    }
    Box corners = new Box(box.left(), box.top(), box.width(), box.height());
    return isIn(picture, corners.right(), corners.bottom())
        && landmarks.stream().filter(point -> holds(corners, point)).count()
            > MOST * landmarks.count();
  }

  private static boolean holds(Box box, Point point) {
    return point.x() >= box.left()
        && point.x() <= box.right()
        && point.y() >= box.top()
        && point.y() <= box.bottom();
  }

  private static boolean isIn(Picture picture, double x, double y) {
    return x >= -0.5 && y >= -0.5 && x <= picture.width() - 0.5 && y <= picture.height() - 0.5;
  }
}
