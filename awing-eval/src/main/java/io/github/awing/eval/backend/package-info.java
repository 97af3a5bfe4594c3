/**
 * What turns face crops into heatmaps: ND4J or ONNX Runtime, behind one interface. Nothing of
 * pictures, boxes and landmarks lives here.
 */
package io.github.awing.eval.backend;
