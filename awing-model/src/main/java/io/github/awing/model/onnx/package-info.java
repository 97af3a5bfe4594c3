/**
 * Exports trained networks as ONNX files for other runtimes. It does not depend on training, data
 * sets or metrics.
 */
package io.github.awing.model.onnx;
