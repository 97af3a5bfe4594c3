package io.github.awing.model.onnx;

import io.github.awing.loss.HeatmapLossLayer;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.layer.AveragePool;
import io.github.awing.model.layer.BatchNormReLU;
import io.github.awing.model.layer.ConcatenateAdd;
import io.github.awing.model.layer.Convolution;
import io.github.awing.model.layer.CoordConv;
import io.github.awing.model.layer.UpsampleAdd;
import io.github.awing.program.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import onnx.Onnx;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * Converts every vertex of a network's graph to ONNX nodes, whatever its architecture. The network
 * is NHWC and ONNX is NCHW, so channels become axis 1.
 */
final class OnnxGraph {

  private static final long[] BATCH = {0};

  private final HourglassSpec spec;
  private final ComputationGraph network;
  private final ComputationGraphConfiguration configuration;
  private final OnnxNodes nodes = new OnnxNodes();

  /** Output of the last stack, which becomes the graph's output. */
  private final String last;

  OnnxGraph(HourglassNetwork network) {
    spec = network.spec();
    this.network = network.graph();
    configuration = this.network.getConfiguration();
    List<String> outputs = configuration.getNetworkOutputs();
    last = configuration.getVertexInputs().get(outputs.get(outputs.size() - 1)).get(0);
  }

  Onnx.GraphProto build() {
    nodes.input(OnnxExport.INPUT, 3, spec.inputSize());
    String shape = nodes.add("Shape", "shape", List.of(OnnxExport.INPUT));
    nodes.add(
        "Slice",
        "batch",
        List.of(shape, nodes.constant("zero", BATCH), nodes.constant("one", new long[] {1})));
    if (spec.coordConv()) {
      coordinates("coordinates", spec.inputSize());
      coordinates("coordinates.small", spec.heatmapSize());
    }
    for (String vertex : network.getConfiguration().getTopologicalOrderStr()) {
      GraphVertex conf = configuration.getVertices().get(vertex);
      if (conf != null) {
        add(vertex, conf, inputs(vertex));
      }
    }
    nodes.output(OnnxExport.OUTPUT, spec.channels(), spec.heatmapSize());
    return nodes.build("awing");
  }

  private List<String> inputs(String vertex) {
    return configuration.getVertexInputs().get(vertex).stream().map(this::value).toList();
  }

  /** Name of a vertex's output. */
  private String value(String vertex) {
    if (vertex.equals(last)) {
      return OnnxExport.OUTPUT;
    }
    return configuration.getNetworkInputs().contains(vertex) ? OnnxExport.INPUT : vertex;
  }

  private void add(String vertex, GraphVertex conf, List<String> inputs) {
    String output = value(vertex);
    if (conf instanceof LayerVertex layer) {
      addLayer(vertex, layer.getLayerConf().getLayer(), inputs.get(0));
    } else if (conf instanceof CoordConv coordConv) {
      coordConv(output, coordConv, inputs);
    } else if (conf instanceof ConcatenateAdd) {
      int parts = inputs.size() - 1;
      String side = nodes.add("Concat", vertex + ".parts", inputs.subList(0, parts));
      nodes.attribute("axis", 1);
      nodes.add("Add", output, List.of(side, inputs.get(parts)));
    } else if (conf instanceof UpsampleAdd) {
      nodes.add(
          "Resize",
          vertex + ".doubled",
          List.of(inputs.get(1), "", nodes.constant("double", new float[] {1, 1, 2, 2}, 4)));
      nodes.attribute("mode", "nearest");
      nodes.attribute("coordinate_transformation_mode", "asymmetric");
      nodes.attribute("nearest_mode", "floor");
      nodes.add("Add", output, List.of(inputs.get(0), vertex + ".doubled"));
    } else if (conf instanceof AveragePool) {
      nodes.add("AveragePool", output, inputs);
      nodes.attribute("kernel_shape", 2L, 2L);
      nodes.attribute("strides", 2L, 2L);
    } else if (conf instanceof ElementWiseVertex sum && sum.getOp() == ElementWiseVertex.Op.Add) {
      nodes.add("Sum", output, inputs);
    } else {
      throw unknown(vertex, conf);
    }
  }

  private void addLayer(String name, org.deeplearning4j.nn.conf.layers.Layer conf, String input) {
    Layer layer = network.getLayer(name);
    if (conf instanceof Convolution convolution) {
      List<String> inputs = new ArrayList<>(List.of(input, nodes.weight(name, layer, "W")));
      if (convolution.hasBias()) {
        inputs.add(nodes.vector(name, layer, "b"));
      }
      nodes.add("Conv", value(name), inputs);
      nodes.attribute("kernel_shape", longs(convolution.getKernelSize()));
      nodes.attribute("strides", longs(convolution.getStride()));
      long padding = convolution.getPadding()[0];
      nodes.attribute("pads", padding, padding, padding, padding);
    } else if (conf instanceof BatchNormReLU batchNorm) {
      String normalised =
          nodes.add(
              "BatchNormalization",
              name + ".normalised",
              Stream.concat(
                      Stream.of(input),
                      Stream.of("gamma", "beta", "mean", "var")
                          .map(part -> nodes.vector(name, layer, part)))
                  .toList());
      nodes.attribute("epsilon", (float) batchNorm.getEps());
      nodes.add("Relu", value(name), List.of(normalised));
    } else if (conf instanceof ActivationLayer activation
        && activation.getActivationFn() instanceof ActivationReLU) {
      nodes.add("Relu", value(name), List.of(input));
    } else if (!(conf instanceof HeatmapLossLayer)) {
      throw unknown(name, conf);
    }
  }

  private void coordConv(String output, CoordConv conf, List<String> inputs) {
    List<String> parts = new ArrayList<>(List.of(inputs.get(0)));
    if (conf.isCoordinates()) {
      String table =
          conf.getInputFormat() == CNN2DFormat.NCHW ? "coordinates" : "coordinates.small";
      parts.add(table);
      if (inputs.size() == 2) {
        parts.add(masked(output, table, inputs.get(1)));
      }
    }
    nodes.add("Concat", output, parts);
    nodes.attribute("axis", 1);
  }

  /** Adds x and y where the previous stack's boundary heatmap is above the threshold, else 0. */
  private String masked(String name, String table, String heatmaps) {
    String one = nodes.constant("one", new long[] {1});
    String boundary =
        nodes.add(
            "Slice",
            name + ".boundary",
            List.of(
                heatmaps,
                nodes.constant("last", new long[] {-1}),
                nodes.constant("end", new long[] {Long.MAX_VALUE}),
                one));
    String above =
        nodes.add(
            "Greater",
            name + ".above",
            List.of(
                boundary,
                nodes.constant("threshold", new float[] {Op.Coordinates.BOUNDARY_THRESHOLD})));
    String mask = nodes.add("Cast", name + ".mask", List.of(above));
    nodes.attribute("to", Onnx.TensorProto.DataType.FLOAT_VALUE);
    String places =
        nodes.add(
            "Slice",
            name + ".places",
            List.of(
                table, nodes.constant("zero", BATCH), nodes.constant("two", new long[] {2}), one));
    return nodes.add("Mul", name + ".masked", List.of(places, mask));
  }

  /** Adds a table [1, 3, size, size] of x, y and r, for every picture of the batch. */
  private void coordinates(String name, int size) {
    String table =
        nodes.constant(name + ".table", Op.Coordinates.planes(size, size), 1, 3, size, size);
    String shape =
        nodes.add(
            "Concat",
            name + ".shape",
            List.of("batch", nodes.constant(name + ".rest", new long[] {3, size, size})));
    nodes.attribute("axis", 0);
    nodes.add("Expand", name, List.of(table, shape));
  }

  private static long[] longs(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  private static IllegalArgumentException unknown(String vertex, Object conf) {
    return new IllegalArgumentException(
        "layer '%s' cannot be exported to ONNX: its type is %s"
            .formatted(vertex, conf.getClass().getSimpleName()));
  }
}
