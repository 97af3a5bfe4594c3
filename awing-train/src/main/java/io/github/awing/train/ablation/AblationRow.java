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
 * Outcome of one row of an ablation.
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

  /** Sums up a figure over the seeds. */
  MeanAndStd spread(ToDoubleFunction<AblationResult> figure) {
    return MeanAndStd.of(results.stream().mapToDouble(figure).toArray());
  }

  /** Counts its trainings that diverged. */
  long diverged() {
    return results.stream().filter(result -> result.diverged() != null).count();
  }

  /**
   * Collects the errors of all seeds, whose CED is the mean of the seeds'; empty if a training
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

  /**
   * Estimates the confidence interval of the NME, mean over the seeds, by the bootstrap over faces;
   * empty if a training diverged.
   */
  Optional<Interval> interval() {
    return meanErrors()
        .map(errors -> Bootstrap.USUAL.of(FaceErrors.of(errors), Validation.THRESHOLD).nme());
  }

  /**
   * Estimates the confidence interval of this row's NME minus another's, by the paired bootstrap
   * over faces.
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

  /** Averages the NME over the seeds, epoch by epoch, as far as all of them came. */
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

  /** Averages each face's error over the seeds; empty if a training diverged. */
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
