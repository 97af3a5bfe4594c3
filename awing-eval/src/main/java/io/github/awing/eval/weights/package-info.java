/**
 * The file of a trained network, whoever trained it: a checkpoint of ours, or weights that PyTorch
 * saved, which are converted once.
 */
package io.github.awing.eval.weights;
