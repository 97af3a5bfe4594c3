package io.github.awing.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/** Nodes of an ONNX graph with their weights and constants, in the order of their addition. */
final class OnnxNodes {

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final Set<String> constants = new HashSet<>();

  /** Adds a node of one output, which has the node's name; returns that name. */
  String add(String operator, String name, List<String> inputs) {
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(inputs)
            .addOutput(name));
    return name;
  }

  /** Adds an attribute to the node added last. */
  void attribute(String name, String value) {
    attribute(
        attribute(name, Onnx.AttributeProto.AttributeType.STRING)
            .setS(ByteString.copyFrom(value, StandardCharsets.UTF_8)));
  }

  /** Adds an attribute to the node added last. */
  void attribute(String name, float value) {
    attribute(attribute(name, Onnx.AttributeProto.AttributeType.FLOAT).setF(value));
  }

  /** Adds an attribute to the node added last. */
  void attribute(String name, int value) {
    attribute(attribute(name, Onnx.AttributeProto.AttributeType.INT).setI(value));
  }

  /** Adds an attribute to the node added last. */
  void attribute(String name, long... values) {
    Onnx.AttributeProto.Builder attribute = attribute(name, Onnx.AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    attribute(attribute);
  }

  private static Onnx.AttributeProto.Builder attribute(
      String name, Onnx.AttributeProto.AttributeType type) {
    return Onnx.AttributeProto.newBuilder().setName(name).setType(type);
  }

  private void attribute(Onnx.AttributeProto.Builder attribute) {
    graph.getNodeBuilder(graph.getNodeCount() - 1).addAttribute(attribute);
  }

  /** Adds a layer's parameter in its own shape; returns its name. */
  String weight(String layer, Layer of, String part) {
    INDArray array = of.getParam(part);
    return initialiser(layer + "." + part, array.dup('c').data().asFloat(), array.shape());
  }

  /** Adds a layer's parameter as a vector; returns its name. */
  String vector(String layer, Layer of, String part) {
    float[] values = of.getParam(part).dup('c').data().asFloat();
    return initialiser(layer + "." + part, values, values.length);
  }

  /** Adds a constant of this shape, a scalar if there is none; repeated calls add it once. */
  String constant(String name, float[] values, long... shape) {
    return constants.add(name) ? initialiser(name, values, shape) : name;
  }

  /** Adds a constant vector; repeated calls add it once. */
  String constant(String name, long[] values) {
    if (constants.add(name)) {
      Onnx.TensorProto.Builder tensor =
          Onnx.TensorProto.newBuilder()
              .setName(name)
              .setDataType(Onnx.TensorProto.DataType.INT64_VALUE)
              .addDims(values.length);
      for (long value : values) {
        tensor.addInt64Data(value);
      }
      graph.addInitializer(tensor);
    }
    return name;
  }

  private String initialiser(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
            // Wrapped without a copy, since the array does not change and a network's weights are
            // large.
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
    for (long length : shape) {
      tensor.addDims(length);
    }
    graph.addInitializer(tensor);
    return name;
  }

  void input(String name, int channels, int size) {
    graph.addInput(pictures(name, channels, size));
  }

  void output(String name, int channels, int size) {
    graph.addOutput(pictures(name, channels, size));
  }

  private static Onnx.ValueInfoProto pictures(String name, int channels, int size) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (long length : new long[] {channels, size, size}) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(length));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  Onnx.GraphProto build(String name) {
    return graph.setName(name).build();
  }
}
