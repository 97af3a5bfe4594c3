package io.github.awing.eval;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a paper, or its code, reports of a method on a test set.
 *
 * @param method its name, and what sets it apart from others of that name
 * @param normaliser what errors are divided by
 * @param threshold of FR and AUC, a fraction
 * @param source who reports it
 * @param recalled whether it could not be checked against a paper's file or a repository
 * @param misprints the subsets whose printed AUC cannot be right
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

  /** The whole test set, as a subset. */
  static final String ALL = "all";

  /**
   * Fractions; empty where nothing is reported.
   *
   * @param nme mean NME
   * @param failureRate FR at the threshold
   * @param auc AUC at the threshold
   */
  record Figures(OptionalDouble nme, OptionalDouble failureRate, OptionalDouble auc) {}
}
