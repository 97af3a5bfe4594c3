package io.github.awing.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What is wrong with a data set that was read without complaint: pictures that cannot be read,
 * landmarks that lie outside of their pictures, boxes that miss their landmarks, faces that are
 * there twice.
 *
 * @param pictures how many different ones there are
 * @param faces how many
 * @param skipped faces whose picture cannot be read
 * @param problems in the order of the faces
 */
public record DataCheck(int pictures, int faces, int skipped, List<Problem> problems) {

  /**
   * One thing that is wrong.
   *
   * @param file the picture, as the data set calls it
   * @param line of the face among the data set's, from 1
   * @param what in a few words
   */
  public record Problem(String file, int line, String what) {}

  /** Takes a copy of the problems. */
  public DataCheck {
    problems = List.copyOf(problems);
  }

  /**
   * Opens every picture and looks at every face.
   *
   * @param progress told the number of faces looked at so far, from several threads, each number
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
    Set<List<Object>> seen = new HashSet<>();
    for (int i = 0; i < faces.size(); i++) {
      AnnotatedFace face = faces.get(i);
      problems.addAll(found.get(i));
      if (!seen.add(List.of(face.image(), face.landmarks()))) {
        problems.add(new Problem(face.image(), i + 1, "this face is there already"));
      }
    }
    int pictures = (int) faces.stream().map(AnnotatedFace::picture).distinct().count();
    return new DataCheck(pictures, faces.size(), unreadable.get(), problems);
  }

  private static List<Problem> problems(AnnotatedFace face, int line, AtomicInteger unreadable) {
    List<Problem> problems = new ArrayList<>();
    Landmarks landmarks = face.landmarks();
    try (Picture picture = face.picture().read()) {
      long outside =
          landmarks.stream()
              .filter(
                  point ->
                      point.x() < -0.5
                          || point.y() < -0.5
                          || point.x() > picture.width() - 0.5
                          || point.y() > picture.height() - 0.5)
              .count();
      if (outside > 0) {
        problems.add(
            new Problem(
                face.image(),
                line,
                "%d of %d landmarks lie outside of the picture, %d x %d pixels"
                    .formatted(outside, landmarks.count(), picture.width(), picture.height())));
      }
    } catch (BadDataException e) {
      unreadable.incrementAndGet();
      problems.add(new Problem(face.image(), line, e.getMessage()));
    }
    Box box = face.box();
    Point middle = landmarks.mean(IntStream.range(0, landmarks.count()).toArray());
    if (middle.x() < box.left()
        || middle.x() > box.right()
        || middle.y() < box.top()
        || middle.y() > box.bottom()) {
      problems.add(new Problem(face.image(), line, "its box misses its landmarks"));
    }
    return problems;
  }
}
