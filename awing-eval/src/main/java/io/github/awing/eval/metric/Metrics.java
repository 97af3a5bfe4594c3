package io.github.awing.eval.metric;

/**
 * The figures that papers print, all fractions.
 *
 * @param count how many faces
 * @param nme mean NME; infinite if a face had no finite answer
 * @param failureRate fraction of faces with an NME above the threshold (FR)
 * @param auc exact area under the CED up to the threshold, divided by it
 * @param aucSimpson the same by Simpson's rule, as papers' code computes it
 */
public record Metrics(int count, double nme, double failureRate, double auc, double aucSimpson) {}
