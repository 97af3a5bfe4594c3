/**
 * Trained networks as ONNX files, for other runtimes. Must not know training, data sets or metrics.
 */
package io.github.awing.model.onnx;
