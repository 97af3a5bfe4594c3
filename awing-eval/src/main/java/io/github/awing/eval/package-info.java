/**
 * From a trained network to what it is worth: the aligner that finds landmarks in a picture, the
 * evaluation over a data set, NME, FR and AUC, and the program that offers both.
 *
 * <p>Knows networks and data sets, and asks them. Must not train, and must not know how a network
 * is built or a data set is read.
 */
package io.github.awing.eval;
