package io.github.awing.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Landmarks of one face, in the order of its {@link LandmarkScheme}, in pixels; the centre of the
 * first pixel is (0, 0). Immutable. A landmark may lie outside the picture.
 */
public final class Landmarks {

  private final Point[] points;

  private Landmarks(Point[] points) {
    this.points = points;
  }

  /** Makes landmarks of the given points, in order. */
  public static Landmarks of(List<Point> points) {
    return new Landmarks(points.toArray(Point[]::new));
  }

  /**
   * Makes landmarks of the coordinates x0, y0, x1, y1, …
   *
   * @throws IllegalArgumentException if the count of numbers is odd
   */
  public static Landmarks of(double... coordinates) {
    if (coordinates.length % 2 != 0) {
      throw new IllegalArgumentException(
          "landmarks need pairs of numbers, but there are " + coordinates.length);
    }
    Point[] points = new Point[coordinates.length / 2];
    Arrays.setAll(points, i -> new Point(coordinates[2 * i], coordinates[2 * i + 1]));
    return new Landmarks(points);
  }

  /** Number of landmarks. */
  public int count() {
    return points.length;
  }

  /**
   * Landmark {@code index}, from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such landmark
   */
  public Point get(int index) {
    return points[index];
  }

  /** All landmarks in order. */
  public Stream<Point> stream() {
    return Arrays.stream(points);
  }

  /** Maps every landmark, for instance by {@code affine::apply}. */
  public Landmarks map(UnaryOperator<Point> rule) {
    return new Landmarks(stream().map(rule).toArray(Point[]::new));
  }

  /**
   * The landmarks in another order: landmark i of the result is landmark {@code order[i]} of this
   * one.
   */
  public Landmarks reordered(int[] order) {
    return new Landmarks(IntStream.of(order).mapToObj(this::get).toArray(Point[]::new));
  }

  /** The mean of the landmarks with the given indices. */
  public Point mean(int... indices) {
    return new Point(
        IntStream.of(indices).mapToDouble(i -> points[i].x()).average().orElseThrow(),
        IntStream.of(indices).mapToDouble(i -> points[i].y()).average().orElseThrow());
  }

  /**
   * The smallest box around all landmarks.
   *
   * @throws IllegalArgumentException if all landmarks have the same x or the same y, or one is not
   *     finite
   */
  public Box box() {
    return new Box(
        stream().mapToDouble(Point::x).min().orElseThrow(),
        stream().mapToDouble(Point::y).min().orElseThrow(),
        stream().mapToDouble(Point::x).max().orElseThrow(),
        stream().mapToDouble(Point::y).max().orElseThrow());
  }

  /**
   * The smallest box around the labelled landmarks.
   *
   * @param visibility one for each landmark
   * @throws IllegalArgumentException if no landmark is labelled, or the labelled ones span no box
   */
  public Box boxOfLabelled(List<Visibility> visibility) {
    int[] labelled =
        IntStream.range(0, count())
            .filter(i -> visibility.get(i) != Visibility.UNLABELLED)
            .toArray();
    if (labelled.length == 0) {
      throw new IllegalArgumentException("not one of its landmarks is labelled");
    }
    try {
      return reordered(labelled).box();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its landmarks do not span a box: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Landmarks that && Arrays.equals(points, that.points);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(points);
  }

  @Override
  public String toString() {
    return Arrays.toString(points);
  }
}
