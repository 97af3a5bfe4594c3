package io.github.awing.train.ablation;

import io.github.awing.eval.metric.Bootstrap;
import io.github.awing.eval.metric.FaceErrors;
import io.github.awing.eval.metric.Interval;
import io.github.awing.train.Validation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What came out of one row of an ablation.
 *
 * @param name of the row
 * @param results of its trainings so far, one a seed, at least one
 */
record AblationRow(String name, List<AblationResult> results) {

  /**
   * Takes a copy.
   *
   * @throws IllegalArgumentException if they were not measured on as many faces
   */
  AblationRow {
    results = List.copyOf(results);
    if (results.stream()
            .filter(its -> its.diverged() == null)
            .map(its -> its.faces().size())
            .distinct()
            .count()
        > 1) {
      throw new IllegalArgumentException(
          "the trainings of row '" + name + "' were not measured on the same faces");
    }
  }

  /** A figure over the seeds. */
  MeanAndStd spread(ToDoubleFunction<AblationResult> figure) {
    return MeanAndStd.of(results.stream().mapToDouble(figure).toArray());
  }

  /** How many of its trainings diverged. */
  long diverged() {
    return results.stream().filter(result -> result.diverged() != null).count();
  }

  /**
   * The errors of all seeds together, whose CED is the mean of the seeds'; nothing if a training
   * diverged.
   */
  Optional<FaceErrors> errors() {
    return diverged() > 0
        ? Optional.empty()
        : Optional.of(
            FaceErrors.of(
                results.stream()
                    .flatMapToDouble(
                        its -> its.faces().stream().mapToDouble(AblationResult.FaceNme::nme))
                    .toArray()));
  }

  /** What the NME, mean over the seeds, may also have been on other such faces. */
  Optional<Interval> interval() {
    return meanErrors()
        .map(errors -> Bootstrap.USUAL.of(FaceErrors.of(errors), Validation.THRESHOLD).nme());
  }

  /**
   * The same of the difference of this row's NME to another's, by the paired bootstrap over faces.
   *
   * @throws IllegalArgumentException if they were not measured on as many faces
   */
  Optional<Interval> intervalOfDifference(AblationRow other) {
    Optional<double[]> mine = meanErrors();
    Optional<double[]> theirs = other.meanErrors();
    return mine.isPresent() && theirs.isPresent()
        ? Optional.of(
            Bootstrap.USUAL.ofDifference(mine.get(), theirs.get(), Validation.THRESHOLD).nme())
        : Optional.empty();
  }

  /** The NME by epoch, mean over the seeds; as far as all of them came. */
  List<AblationResult.EpochNme> curve() {
    int shared = results.stream().mapToInt(its -> its.epochs().size()).min().orElse(0);
    return IntStream.range(0, shared)
        .mapToObj(
            i ->
                new AblationResult.EpochNme(
                    results.get(0).epochs().get(i).epoch(),
                    mean(results.stream().mapToDouble(its -> its.epochs().get(i).nme()))))
        .toList();
  }

  /** Of each face, over the seeds; nothing if a training diverged. */
  private Optional<double[]> meanErrors() {
    if (diverged() > 0) {
      return Optional.empty();
    }
    double[] errors = new double[results.get(0).faces().size()];
    Arrays.setAll(
        errors, face -> mean(results.stream().mapToDouble(its -> its.faces().get(face).nme())));
    return Optional.of(errors);
  }

  private static double mean(DoubleStream figures) {
    return figures.average().orElseThrow();
  }
}
