package io.github.awing.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a network's convolutions alone by oneDNN, on reused memory and with weights already in
 * oneDNN's order. Its time is a lower bound of the network's.
 */
final class Convolutions {

  private static final int DIRECT = dnnl.algorithm.convolution_direct.value;
  private static final int ANY_BYTE = 0x3d;

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream stream = new stream(cpu);
  private final primitive_attr attributes = new primitive_attr();
  private final Map<String, memory> shared = new HashMap<>();
  private final List<Call> forward = new ArrayList<>();
  private final List<Call> backward = new ArrayList<>();

  /** Primitive with its arguments. */
  private record Call(primitive primitive, IntMemoryMap arguments) {}

  /** Makes the convolutions of a graph for this input. */
  Convolutions(ComputationGraph graph, INDArray input) {
    Map<String, INDArray> activations = graph.feedForward(new INDArray[] {input}, false, false);
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof ConvolutionLayer settings) {
        String name = settings.getLayerName();
        String from = graph.getConfiguration().getVertexInputs().get(name).get(0);
        add(
            settings,
            activations.get(from).shape(),
            activations.get(name).shape(),
            forward.isEmpty());
      }
    }
  }

  private void add(ConvolutionLayer settings, long[] in, long[] out, boolean first) {
    int kernel = settings.getKernelSize()[0];
    long[] strides = {settings.getStride()[0], settings.getStride()[0]};
    long[] padding = {kernel / 2, kernel / 2};
    memory.desc input = description(memory.format_tag.nhwc, in[0], in[3], in[1], in[2]);
    memory.desc output = description(memory.format_tag.nhwc, out[0], out[3], out[1], out[2]);
    memory.desc weights = description(memory.format_tag.any, out[3], in[3], kernel, kernel);
    memory.desc bias =
        settings.hasBias() ? description(memory.format_tag.x, out[3]) : new memory.desc();

    convolution_forward.primitive_desc ahead =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                dnnl.prop_kind.forward_training.value,
                DIRECT,
                input,
                weights,
                bias,
                output,
                strides,
                padding,
                padding),
            attributes,
            cpu);
    Arguments arguments =
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, "input", input)
            .with(dnnl.DNNL_ARG_WEIGHTS, "weights", ahead.weights_desc())
            .with(dnnl.DNNL_ARG_DST, "output", output);
    if (settings.hasBias()) {
      arguments.with(dnnl.DNNL_ARG_BIAS, "bias", bias);
    }
    forward.add(new Call(new convolution_forward(ahead), arguments.map));

    convolution_backward_weights.primitive_desc ofWeights =
        new convolution_backward_weights.primitive_desc(
            new convolution_backward_weights.desc(
                DIRECT, input, weights, bias, output, strides, padding, padding),
            attributes,
            cpu,
            ahead);
    arguments =
        new Arguments()
            .with(dnnl.DNNL_ARG_SRC, "input", input)
            .with(dnnl.DNNL_ARG_DIFF_DST, "output gradient", output)
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, "weight gradient", ofWeights.diff_weights_desc());
    if (settings.hasBias()) {
      arguments.with(dnnl.DNNL_ARG_DIFF_BIAS, "bias gradient", bias);
    }
    backward.add(new Call(new convolution_backward_weights(ofWeights), arguments.map));

    if (!first) {
      convolution_backward_data.primitive_desc ofInput =
          new convolution_backward_data.primitive_desc(
              new convolution_backward_data.desc(
                  DIRECT, input, weights, output, strides, padding, padding),
              attributes,
              cpu,
              ahead);
      arguments =
          new Arguments()
              .with(dnnl.DNNL_ARG_DIFF_SRC, "input gradient", input)
              .with(dnnl.DNNL_ARG_WEIGHTS, "weights", ofInput.weights_desc())
              .with(dnnl.DNNL_ARG_DIFF_DST, "output gradient", output);
      backward.add(new Call(new convolution_backward_data(ofInput), arguments.map));
    }
  }

  private static memory.desc description(memory.format_tag format, long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, format);
  }

  /**
   * Memory of arguments, shared by all arguments of the same use and size, so that arithmetic is
   * measured and not page faults.
   */
  private final class Arguments {

    private final IntMemoryMap map = new IntMemoryMap();

    Arguments with(int argument, String use, memory.desc description) {
      String key = use + " of " + description.get_size();
      memory allocated =
          shared.computeIfAbsent(
              key,
              absent -> {
                memory fresh = new memory(description, cpu);
                Pointer.memset(fresh.get_data_handle(), ANY_BYTE, description.get_size());
                return fresh;
              });
      // The same bytes under another description, if two shapes have the same size.
      map.put(argument, new memory(description, cpu, allocated.get_data_handle()));
      return this;
    }
  }

  void forward() {
    run(forward);
  }

  void backward() {
    run(backward);
  }

  private void run(List<Call> calls) {
    for (Call call : calls) {
      call.primitive.execute(stream, call.arguments);
    }
    stream._wait();
  }
}
