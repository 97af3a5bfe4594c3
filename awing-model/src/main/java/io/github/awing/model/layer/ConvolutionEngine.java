package io.github.awing.model.layer;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolves, for one {@link ConvolutionShape}. All arrays are float and dense in C order, pictures
 * NHWC and weights [out, in, height, width]. Arrays of what is not there, a bias or a gradient that
 * nobody needs, are null.
 *
 * <p>Not thread-safe.
 */
interface ConvolutionEngine {

  /** The fastest engine there is here for this shape, if need be more precise than asked for. */
  static ConvolutionEngine of(ConvolutionShape shape, ConvolutionPrecision precision) {
    if (OneDnn.isAvailable()) {
      OneDnnShape fastest = OneDnnShape.fastest(shape, precision);
      if (fastest.isFast()) {
        return OneDnn.make(fastest.work, () -> new OneDnnConvolution(fastest));
      }
    }
    return new Nd4jConvolution(shape);
  }

  /** Fills the output. */
  void forward(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray output,
      LayerWorkspaceMgr workspaces);

  /** Fills the gradients, from the output's. */
  void backward(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray outputGradient,
      Gradients gradients,
      LayerWorkspaceMgr workspaces);

  /** Where the gradients go; that of the input is null where nobody needs it. */
  record Gradients(INDArray input, INDArray weights, INDArray bias) {}
}
