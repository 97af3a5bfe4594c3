/**
 * Backends that turn face crops into heatmaps: ND4J and ONNX Runtime, behind one interface. Has no
 * code for pictures, boxes or landmarks.
 */
package io.github.awing.eval.backend;
