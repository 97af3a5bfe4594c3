/**
 * Measures errors: NME by any normaliser, failure rate, AUC, and bootstrap confidence intervals of
 * them. Knows landmarks and faces, neither networks nor pictures.
 */
package io.github.awing.eval.metric;
