/**
 * Weights that PyTorch saved, read without Python and without running anything: a pickle is data
 * here. Must not know training or data sets.
 */
package io.github.awing.model.pytorch;
