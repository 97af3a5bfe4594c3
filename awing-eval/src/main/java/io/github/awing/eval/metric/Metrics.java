package io.github.awing.eval.metric;

/**
 * Figures over many faces, as papers print them; all are fractions.
 *
 * @param count number of faces
 * @param nme mean NME; infinite if a face has no finite prediction
 * @param failureRate fraction of faces with an NME above the threshold (FR)
 * @param auc exact area under the CED up to the threshold, divided by the threshold
 * @param aucSimpson AUC by Simpson's rule, as the papers' code computes it
 */
public record Metrics(int count, double nme, double failureRate, double auc, double aucSimpson) {}
