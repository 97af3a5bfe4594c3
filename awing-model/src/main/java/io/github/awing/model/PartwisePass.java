package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.model.layer.AddingLayer;
import io.github.awing.model.layer.SharingVertex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One step's score and gradients, of which only a part of the graph, if it has several, is in
 * memory at a time. The forward pass keeps what goes from one part to a later one and forgets the
 * rest; the backward pass goes through the parts from the last, and runs each but that one forward
 * once more before. Every layer computes from the same numbers as in Deeplearning4j's own pass, and
 * in the same order.
 *
 * <p>A batch normalisation's running statistics move by the updater, so that running it forward
 * twice does not move them twice.
 */
final class PartwisePass {

  /** Also the memory of Deeplearning4j's updater, which works when this pass has ended. */
  private static final String ACTIVATIONS = "WS_ALL_LAYERS_ACT";

  private static final String KEPT = "WS_KEPT_ACT";
  private static final String WORKING = "WS_PARTWISE_WORKING_MEM";
  private static final String GRADIENTS = "WS_PARTWISE_GRAD_";

  /**
   * As large as what it had to hold so far. Deeplearning4j's own take their size only after some
   * steps, and until then every array for itself from the system, which leaves holes in its memory.
   */
  private static final WorkspaceConfiguration GROWING =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .overallocationLimit(0.02)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .policySpill(SpillPolicy.REALLOCATE)
          .policyAllocation(AllocationPolicy.OVERALLOCATE)
          .build();

  private final ComputationGraph graph;
  private final INDArray[] labels;
  private final GraphVertex[] vertices;

  /** The vertices of every part, in topological order. */
  private final List<List<GraphVertex>> parts = new ArrayList<>();

  /** Of every vertex, the number of the part that it is in. */
  private final int[] partNumber;

  /** Of every vertex, its place in the topological order. */
  private final int[] place;

  /** Of every vertex, whether a later part needs its output. */
  private final boolean[] isKept;

  private final LayerWorkspaceMgr keeping;
  private final LayerWorkspaceMgr forgetting;
  private final Map<String, INDArray> kept = new HashMap<>();
  private final Gradient[] gradients;
  private final double[] scores;

  /**
   * Cuts a graph into parts.
   *
   * @param ends names of the vertices that end a part: what takes their output is in a later one
   * @param labels of every output
   */
  PartwisePass(ComputationGraph graph, Set<String> ends, INDArray[] labels) {
    this.graph = graph;
    this.labels = labels;
    vertices = graph.getVertices();
    partNumber = new int[vertices.length];
    place = new int[vertices.length];
    isKept = new boolean[vertices.length];
    int[] order = graph.topologicalSortOrder();
    for (int i = 0; i < order.length; i++) {
      GraphVertex vertex = vertices[order[i]];
      place[order[i]] = i;
      for (GraphVertex input : inputs(vertex)) {
        int after = partOf(input) + (ends.contains(input.getVertexName()) ? 1 : 0);
        partNumber[order[i]] = Math.max(partOf(vertex), after);
      }
      for (GraphVertex input : inputs(vertex)) {
        isKept[input.getVertexIndex()] |= partOf(input) < partOf(vertex);
      }
      while (parts.size() <= partOf(vertex)) {
        parts.add(new ArrayList<>());
      }
      parts.get(partOf(vertex)).add(vertex);
    }
    keeping = forwardMemory(KEPT);
    forgetting = forwardMemory(ACTIVATIONS);
    gradients = new Gradient[vertices.length];
    scores = new double[graph.getNumOutputArrays()];
  }

  private int partOf(GraphVertex vertex) {
    return partNumber[vertex.getVertexIndex()];
  }

  private List<GraphVertex> inputs(GraphVertex vertex) {
    VertexIndices[] inputs = vertex.getInputVertices();
    return inputs == null
        ? List.of()
        : Arrays.stream(inputs).map(input -> vertices[input.getVertexIndex()]).toList();
  }

  private LayerWorkspaceMgr forwardMemory(String activations) {
    return LayerWorkspaceMgr.builder()
        .with(ArrayType.INPUT, activations, GROWING)
        .with(ArrayType.ACTIVATIONS, activations, GROWING)
        .with(ArrayType.ACTIVATION_GRAD, activations, GROWING)
        .with(ArrayType.FF_WORKING_MEM, WORKING, GROWING)
        .build();
  }

  /** Sets the graph's gradient and score from its inputs and labels. */
  void run() {
    try (MemoryWorkspace step = keeping.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
      int last = parts.size() - 1;
      for (List<GraphVertex> part : parts.subList(0, last)) {
        try (MemoryWorkspace scope = forgetting.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
          forward(part);
        }
      }
      for (int i = last; i >= 0; i--) {
        try (MemoryWorkspace scope = forgetting.notifyScopeEntered(ArrayType.ACTIVATIONS)) {
          forward(parts.get(i));
          if (i == last) {
            tell(listener -> listener.onForwardPass(graph, kept));
          }
          backward(parts.get(i));
        }
      }
      graph.setGradient(gradient());
      graph.setScore(score());
      tell(listener -> listener.onBackwardPass(graph));
    } finally {
      for (GraphVertex vertex : vertices) {
        vertex.clear();
      }
    }
  }

  private void tell(Consumer<TrainingListener> event) {
    Collection<TrainingListener> listeners = graph.getListeners();
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      listeners.forEach(event);
    }
  }

  /** Vertices of which the output is kept already are not run again. */
  private void forward(List<GraphVertex> part) {
    for (GraphVertex vertex : part) {
      String name = vertex.getVertexName();
      if (vertex.isOutputVertex() || kept.containsKey(name)) {
        continue;
      }
      boolean keep = isKept[vertex.getVertexIndex()];
      LayerWorkspaceMgr memory = keep ? keeping : forgetting;
      try (MemoryWorkspace scope = memory.notifyScopeEntered(ArrayType.FF_WORKING_MEM)) {
        INDArray output =
            vertex.isInputVertex()
                ? graph.getInput(vertex.getVertexIndex())
                : vertex.doForward(true, memory);
        if (keep || parts.size() == 1) {
          kept.put(name, output);
        }
        for (VertexIndices to : vertex.getOutputVertices()) {
          vertices[to.getVertexIndex()].setInput(to.getVertexEdgeNumber(), output, memory);
        }
      }
    }
  }

  private void backward(List<GraphVertex> part) {
    try (GradientMemory memory = new GradientMemory()) {
      for (int i = part.size() - 1; i >= 0; i--) {
        GraphVertex vertex = part.get(i);
        if (!vertex.isInputVertex()) {
          backward(vertex, memory);
        }
        memory.free(vertex.getVertexIndex());
      }
    }
  }

  private void backward(GraphVertex vertex, GradientMemory memory) {
    GradientMemory.Held own = memory.of(vertex);
    INDArray[] inputGradients;
    try (MemoryWorkspace scope = own.memory.notifyScopeEntered(ArrayType.BP_WORKING_MEM)) {
      int output = graph.getConfiguration().getNetworkOutputs().indexOf(vertex.getVertexName());
      if (output >= 0) {
        prepare(vertex, output);
      }
      inputGradients = inputGradients(vertex, own.memory);
      if (output >= 0) {
        // Once, as the sum of the outputs' scores is the graph's.
        double regularisation = output == 0 ? graph.calcRegularizationScore(true) : 0;
        scores[output] =
            ((IOutputLayer) vertex.getLayer()).computeScore(regularisation, true, own.memory);
      }
    }
    List<GraphVertex> inputs = inputs(vertex);
    for (int i = 0; i < inputs.size(); i++) {
      GraphVertex input = inputs.get(i);
      INDArray gradient = inputGradients[i];
      if (gradient == null) {
        continue;
      }
      if (input.getEpsilon() != null) {
        input.getEpsilon().addi(gradient);
      } else if (partOf(input) == partOf(vertex)) {
        input.setEpsilon(gradient);
        memory.hold(input, gradient == vertex.getEpsilon() ? memory.holder(vertex) : own);
      } else {
        input.setEpsilon(keeping.dup(ArrayType.ACTIVATION_GRAD, gradient));
      }
    }
  }

  /** Those that its inputs do not have yet; keeps the parameters' gradients. */
  private INDArray[] inputGradients(GraphVertex vertex, LayerWorkspaceMgr memory) {
    int index = vertex.getVertexIndex();
    if (NativeFloats.areReachable() && vertex.getEpsilon() != null) {
      if (vertex instanceof SharingVertex sharing) {
        return sharing.shareBackward(vertex.getEpsilon(), memory);
      }
      if (vertex.getLayer() instanceof AddingLayer adding) {
        INDArray found = inputs(vertex).get(0).getEpsilon();
        if (found != null) {
          gradients[index] = adding.addBackward(vertex.getEpsilon(), found, memory);
          return new INDArray[1];
        }
      }
    }
    Pair<Gradient, INDArray[]> result = vertex.doBackward(false, memory);
    gradients[index] = result.getFirst();
    return result.getSecond();
  }

  private void prepare(GraphVertex vertex, int output) {
    ((IOutputLayer) vertex.getLayer()).setLabels(labels[output]);
    INDArray[] masks = graph.getLabelMaskArrays();
    vertex.getLayer().setMaskArray(masks == null ? null : masks[output]);
  }

  /** Added up as Deeplearning4j does; a stream's sum rounds otherwise. */
  private double score() {
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    return sum;
  }

  /** In the order of the parameters. */
  private Gradient gradient() {
    Gradient all = new DefaultGradient(graph.getFlattenedGradients());
    for (int index : graph.topologicalSortOrder()) {
      Gradient of = gradients[index];
      if (of != null) {
        of.gradientForVariable()
            .forEach(
                (parameter, gradient) ->
                    all.setGradientFor(
                        vertices[index].getVertexName() + "_" + parameter,
                        gradient,
                        of.flatteningOrderForVariable(parameter)));
      }
    }
    return all;
  }

  /**
   * Memory for what a vertex hands back to its inputs, used again as soon as the last of them has
   * taken it.
   */
  private final class GradientMemory implements AutoCloseable {

    /** What one vertex gives back is in this. */
    private static final class Held {

      private final LayerWorkspaceMgr memory;
      private final MemoryWorkspace scope;

      /** The vertex that is the last to take what is in it. */
      private int last;

      Held(LayerWorkspaceMgr memory, MemoryWorkspace scope, int last) {
        this.memory = memory;
        this.scope = scope;
        this.last = last;
      }
    }

    private final MemoryWorkspace around = Nd4j.getMemoryManager().getCurrentWorkspace();
    private final Deque<LayerWorkspaceMgr> free = new ArrayDeque<>();
    private final List<Held> held = new ArrayList<>();

    /** By the index of a vertex, what its output's gradient is in. */
    private final Map<Integer, Held> holders = new HashMap<>();

    private int count;

    /** What the vertex gives back is in this until all that do not {@link #hold} it are through. */
    Held of(GraphVertex vertex) {
      LayerWorkspaceMgr memory = free.isEmpty() ? another() : free.pop();
      MemoryWorkspace scope = memory.notifyScopeEntered(ArrayType.ACTIVATION_GRAD);
      // They are not closed in the order in which they were opened.
      scope.setPreviousWorkspace(around);
      Held own = new Held(memory, scope, vertex.getVertexIndex());
      held.add(own);
      return own;
    }

    private LayerWorkspaceMgr another() {
      return LayerWorkspaceMgr.builder()
          .with(ArrayType.INPUT, ACTIVATIONS, GROWING)
          .with(ArrayType.ACTIVATION_GRAD, GRADIENTS + count++, GROWING)
          .with(ArrayType.ACTIVATIONS, WORKING, GROWING)
          .with(ArrayType.FF_WORKING_MEM, WORKING, GROWING)
          .with(ArrayType.BP_WORKING_MEM, WORKING, GROWING)
          .build();
    }

    /** What the gradient of a vertex's output is in; null if it came from a later part. */
    Held holder(GraphVertex vertex) {
      return holders.get(vertex.getVertexIndex());
    }

    /** A vertex's gradient is there, and has to stay until it is through. */
    void hold(GraphVertex vertex, Held holder) {
      if (holder == null) {
        return;
      }
      int index = vertex.getVertexIndex();
      holders.put(index, holder);
      if (place[index] < place[holder.last]) {
        holder.last = index;
      }
    }

    /** Memory whose last taker is through is free. */
    void free(int taken) {
      held.removeIf(
          one -> {
            if (one.last != taken) {
              return false;
            }
            one.scope.close();
            free.push(one.memory);
            return true;
          });
    }

    @Override
    public void close() {
      held.forEach(one -> one.scope.close());
      Nd4j.getMemoryManager().setCurrentWorkspace(around);
    }
  }
}
