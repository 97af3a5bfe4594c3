package io.github.awing.model.layer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a graph does to one face when nobody learns: its steps, in order, and which piece of memory
 * each reads and writes. A piece is used again as soon as nobody needs what is in it.
 *
 * @param steps in order
 * @param pieces how many floats every piece of memory has; the first is the input
 * @param result what comes out
 * @param output the piece that the output is in
 * @param scratch floats of scratch memory, which all steps share
 */
record FrozenProgram(
    List<Placed> steps, List<Integer> pieces, FaceShape result, int output, long scratch)
    implements AutoCloseable {

  /** A step with the pieces of memory that it reads and writes. */
  record Placed(FrozenStep step, List<Integer> inputs, int output) {}

  /** What a graph does to give a vertex's output, with the weights that it has now. */
  static FrozenProgram of(ComputationGraph graph, FaceShape input, String output, Cores cores) {
    return new Compilation(graph, input, graph.getVertex(output), cores).run();
  }

  /** Gives back the weights; nobody may run it any more. */
  @Override
  public void close() {
    steps.forEach(placed -> placed.step.weights().forEach(INDArray::close));
  }

  /** An activation: what it measures and where it is. */
  private record Activation(FaceShape shape, int piece) {}

  private static final class Compilation {

    private final GraphVertex[] vertices;
    private final Map<String, org.deeplearning4j.nn.conf.graph.GraphVertex> configurations;
    private final GraphVertex output;
    private final Cores cores;
    private final FaceShape picture;

    /** The vertices that the output needs, in topological order. */
    private final List<GraphVertex> needed;

    /** Of every vertex, by how many it has still to be read. */
    private final int[] readers;

    private final Activation[] activations;
    private final List<Placed> steps = new ArrayList<>();
    private final List<Integer> pieces = new ArrayList<>();
    private final Map<Integer, Deque<Integer>> freePieces = new HashMap<>();

    Compilation(ComputationGraph graph, FaceShape picture, GraphVertex output, Cores cores) {
      vertices = graph.getVertices();
      configurations = graph.getConfiguration().getVertices();
      this.output = output;
      this.cores = cores;
      this.picture = picture;
      // By number: a vertex's hash code is that of the numbers that went through it.
      BitSet ancestors = new BitSet();
      addWithInputs(output, ancestors);
      needed =
          Arrays.stream(graph.topologicalSortOrder())
              .filter(ancestors::get)
              .mapToObj(index -> vertices[index])
              .toList();
      readers = new int[vertices.length];
      activations = new Activation[vertices.length];
    }

    private void addWithInputs(GraphVertex vertex, BitSet found) {
      if (!found.get(vertex.getVertexIndex())) {
        found.set(vertex.getVertexIndex());
        inputs(vertex).forEach(input -> addWithInputs(input, found));
      }
    }

    private List<GraphVertex> inputs(GraphVertex vertex) {
      VertexIndices[] inputs = vertex.getInputVertices();
      return inputs == null
          ? List.of()
          : Arrays.stream(inputs).map(input -> vertices[input.getVertexIndex()]).toList();
    }

    FrozenProgram run() {
      for (GraphVertex vertex : needed) {
        inputs(vertex).forEach(input -> readers[input.getVertexIndex()]++);
      }
      // It is read when all is done.
      readers[output.getVertexIndex()]++;
      for (GraphVertex vertex : needed) {
        if (vertex.isInputVertex()) {
          put(vertex, picture);
        } else if (!isFollowedByNormalisationAlone(vertex)) {
          add(vertex);
        }
      }
      long scratch = steps.stream().mapToLong(placed -> placed.step.scratch()).max().orElse(0);
      return new FrozenProgram(
          List.copyOf(steps),
          List.copyOf(pieces),
          activation(output).shape,
          activation(output).piece,
          scratch);
    }

    private void add(GraphVertex vertex) {
      GraphVertex first = inputs(vertex).get(0);
      boolean folded = isFollowedByNormalisationAlone(first);
      List<GraphVertex> inputs = inputs(folded ? first : vertex);
      List<FaceShape> shapes = inputs.stream().map(input -> activation(input).shape).toList();
      FrozenStep step =
          folded
              ? ((ConvolutionRuntime) first.getLayer())
                  .freeze(shapes.get(0), ((BatchNormReLURuntime) vertex.getLayer()).frozen())
              : step(vertex, shapes);
      List<Integer> from = inputs.stream().map(input -> activation(input).piece).toList();
      int to = step.keepsOutput() ? keep(vertex, step.output()) : put(vertex, step.output());
      steps.add(new Placed(step, from, to));
      inputs.forEach(this::read);
    }

    /** Whether it is a convolution that a batch normalisation can be made part of. */
    private boolean isFollowedByNormalisationAlone(GraphVertex vertex) {
      return vertex.getLayer() instanceof ConvolutionRuntime
          && vertex != output
          && readers[vertex.getVertexIndex()] == 1
          && needed.stream()
              .filter(other -> inputs(other).stream().anyMatch(input -> input == vertex))
              .allMatch(other -> other.getLayer() instanceof BatchNormReLURuntime);
    }

    private FrozenStep step(GraphVertex vertex, List<FaceShape> inputs) {
      Layer layer = vertex.getLayer();
      if (layer instanceof Freezable freezable) {
        return freezable.freeze(inputs, cores);
      }
      if (vertex instanceof Freezable freezable) {
        return freezable.freeze(inputs, cores);
      }
      if (layer instanceof ActivationLayer activation
          && activation.layerConf().getActivationFn() instanceof ActivationReLU) {
        return relu(inputs.get(0));
      }
      if (configurations.get(vertex.getVertexName()) instanceof ElementWiseVertex combination
          && combination.getOp() == ElementWiseVertex.Op.Add) {
        return FrozenSum.of(inputs.get(0), cores);
      }
      throw new IllegalArgumentException(
          "'%s' is none of the layers that can be frozen: %s"
              .formatted(vertex.getVertexName(), vertex.getClass().getSimpleName()));
    }

    /** As a normalisation that changes nothing before it. */
    private FrozenStep relu(FaceShape shape) {
      NativeBatchNorm kernel = new NativeBatchNorm(shape.channels(), cores);
      float[] scale = new float[shape.channels()];
      Arrays.fill(scale, 1);
      float[] offset = new float[shape.channels()];
      return FrozenStep.of(shape, (in, out) -> kernel.normalise(in[0], out, scale, offset));
    }

    private Activation activation(GraphVertex vertex) {
      return activations[vertex.getVertexIndex()];
    }

    private int put(GraphVertex vertex, FaceShape shape) {
      Deque<Integer> free = freePieces.get(shape.floats());
      int piece = free == null || free.isEmpty() ? another(shape) : free.pop();
      activations[vertex.getVertexIndex()] = new Activation(shape, piece);
      return piece;
    }

    /** In a piece that is nobody else's, before or afterwards. */
    private int keep(GraphVertex vertex, FaceShape shape) {
      int piece = another(shape);
      activations[vertex.getVertexIndex()] = new Activation(shape, piece);
      readers[vertex.getVertexIndex()]++;
      return piece;
    }

    private int another(FaceShape shape) {
      pieces.add(shape.floats());
      return pieces.size() - 1;
    }

    private void read(GraphVertex vertex) {
      if (--readers[vertex.getVertexIndex()] == 0) {
        Activation activation = activation(vertex);
        freePieces
            .computeIfAbsent(activation.shape.floats(), any -> new ArrayDeque<>())
            .push(activation.piece);
      }
    }
  }
}
