/**
 * Loads trained networks from files: checkpoints of this project, and weights that PyTorch saved,
 * which are converted once.
 */
package io.github.awing.eval.weights;
