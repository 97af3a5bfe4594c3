package io.github.awing.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp.DynamicCustomOpsBuilder;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's convolutions and nothing else, by ND4J's operations on arrays that are reused: what
 * the network would cost if all the rest were free.
 */
final class Convolutions {

  private final List<Convolution> all = new ArrayList<>();

  /** Those of a graph whose input is this. */
  Convolutions(ComputationGraph graph, INDArray input) {
    Map<String, INDArray> activations = graph.feedForward(new INDArray[] {input}, false, false);
    Map<List<Long>, INDArray> arrays = new HashMap<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof ConvolutionLayer settings) {
        String name = settings.getLayerName();
        String from = graph.getConfiguration().getVertexInputs().get(name).get(0);
        all.add(
            new Convolution(
                settings.getKernelSize()[0],
                settings.getStride()[0],
                layer.getParam("W"),
                layer.getParam("W").ulike(),
                settings.hasBias() ? layer.getParam("b") : null,
                settings.hasBias() ? layer.getParam("b").ulike() : null,
                shared(arrays, 0, activations.get(from).shape()),
                shared(arrays, 1, activations.get(name).shape()),
                shared(arrays, 2, activations.get(from).shape()),
                shared(arrays, 3, activations.get(name).shape())));
      }
    }
  }

  private static INDArray shared(Map<List<Long>, INDArray> arrays, long use, long[] shape) {
    return arrays.computeIfAbsent(
        List.of(use, shape[0], shape[1], shape[2], shape[3]),
        key -> Nd4j.rand(DataType.FLOAT, shape));
  }

  void forward() {
    all.forEach(Convolution::forward);
  }

  void backward() {
    all.forEach(Convolution::backward);
  }

  private record Convolution(
      int kernel,
      int stride,
      INDArray weights,
      INDArray weightGradient,
      INDArray bias,
      INDArray biasGradient,
      INDArray input,
      INDArray output,
      INDArray inputGradient,
      INDArray outputGradient) {

    void forward() {
      DynamicCustomOpsBuilder op = operation("conv2d").addOutputs(output);
      Nd4j.exec(
          bias == null
              ? op.addInputs(input, weights).build()
              : op.addInputs(input, weights, bias).build());
    }

    void backward() {
      DynamicCustomOpsBuilder op = operation("conv2d_bp");
      if (bias == null) {
        op.addInputs(input, weights, outputGradient).addOutputs(inputGradient, weightGradient);
      } else {
        op.addInputs(input, weights, bias, outputGradient)
            .addOutputs(inputGradient, weightGradient, biasGradient);
      }
      Nd4j.exec(op.build());
    }

    private DynamicCustomOpsBuilder operation(String name) {
      int pad = kernel / 2;
      int explicitPadding = 0;
      int nhwc = 1;
      int weightsOihw = 1;
      return DynamicCustomOp.builder(name)
          .addIntegerArguments(
              kernel, kernel, stride, stride, pad, pad, 1, 1, explicitPadding, nhwc, weightsOihw);
    }
  }
}
