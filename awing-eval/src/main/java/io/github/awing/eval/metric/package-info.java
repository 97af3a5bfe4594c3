/**
 * Measures errors: NME by any normaliser, failure rate, AUC, and their bootstrap confidence
 * intervals. Depends on landmarks and faces, not on networks or pictures.
 */
package io.github.awing.eval.metric;
