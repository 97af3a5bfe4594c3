/**
 * Reads weights that PyTorch saved, without Python and without running code: a pickle is only data.
 * It does not depend on training or data sets.
 */
package io.github.awing.model.pytorch;
