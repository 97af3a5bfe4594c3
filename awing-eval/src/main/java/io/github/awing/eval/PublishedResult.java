package io.github.awing.eval;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Published figures of one method on one test set.
 *
 * @param method name of the method, with its variant where there are several
 * @param normaliser by which errors are divided
 * @param threshold of FR and AUC, a fraction
 * @param source of the figures
 * @param recalled whether the figures could not be checked against a paper's file or a repository
 * @param misprints subsets whose printed AUC is impossible
 * @param figures by subset; the whole set is {@link #ALL}
 */
record PublishedResult(
    String method,
    String normaliser,
    double threshold,
    String source,
    boolean recalled,
    Set<String> misprints,
    Map<String, Figures> figures) {

  /** Name of the whole test set among the subsets. */
  static final String ALL = "all";

  /**
   * Figures of one subset: fractions; empty where unpublished.
   *
   * @param nme mean NME
   * @param failureRate FR at the threshold
   * @param auc AUC at the threshold
   */
  record Figures(OptionalDouble nme, OptionalDouble failureRate, OptionalDouble auc) {}
}
