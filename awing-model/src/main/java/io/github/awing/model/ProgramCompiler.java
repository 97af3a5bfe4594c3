package io.github.awing.model;

import io.github.awing.loss.HeatmapLoss;
import io.github.awing.loss.HeatmapLossLayer;
import io.github.awing.model.layer.BatchNormReLU;
import io.github.awing.model.layer.Convolution;
import io.github.awing.program.Buffer.Role;
import io.github.awing.program.LayerContext;
import io.github.awing.program.LayerSteps;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.ProgramBuilder;
import io.github.awing.program.StepNumbers;
import io.github.awing.program.TensorShape;
import io.github.awing.program.UpdateRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Compiles a {@link ComputationGraph} into a {@link Program}. A program for inference has the
 * forward steps with constant weights. A program for training has forward, loss, backward, clip and
 * update.
 *
 * <p>The backward pass recomputes activations that the forward pass does not keep. Activations of
 * batch normalisations are never kept, since computing them costs less than keeping them. With
 * {@code kept}, only the activations that it names are kept.
 */
final class ProgramCompiler {

  /** Program for inference of one face. */
  record Inference(Program program, Operand picture, Operand heatmaps) {}

  /**
   * Program for training.
   *
   * @param program from forward to update, or from forward to backward
   * @param picture input, NCHW
   * @param targets input
   * @param mask optional input, one number for each face and heatmap
   * @param numbers input, see {@link StepNumbers}
   * @param parameters the graph's vector
   * @param gradients the graph's vector
   * @param state the updater's vector
   * @param losses output, a double for each stack, then the regularisation
   */
  record Training(
      Program program,
      Operand picture,
      Operand targets,
      Operand mask,
      Operand numbers,
      Operand parameters,
      Operand gradients,
      Operand state,
      Operand losses) {}

  /**
   * Options of a training step besides forward, loss and backward.
   *
   * @param accumulate whether gradients are added to existing ones
   * @param update whether clip and update follow
   * @param clip largest norm of the mean gradient, 0 for no limit
   * @param kept names of the vertices whose outputs the forward pass keeps; empty for all
   */
  record Options(boolean accumulate, boolean update, double clip, Set<String> kept) {}

  private final ComputationGraph graph;
  private final ProgramBuilder program;
  private final boolean training;
  private final Options options;
  private final GraphVertex[] vertices;
  private final int[] order;
  private final List<List<Integer>> inputs = new ArrayList<>();
  private final List<List<Integer>> readers = new ArrayList<>();
  private final LayerSteps[] steps;
  private final boolean[] learns;
  private final long[] firstParameter;

  private final Operand picture;
  private final Map<Integer, Operand> activations = new HashMap<>();
  private final Map<Integer, TensorShape> shapes = new HashMap<>();
  private final Map<Integer, Operand> statistics = new HashMap<>();
  private final Map<Integer, Operand> gradients = new HashMap<>();
  private Operand parameterVector;
  private Operand gradientVector;

  private ProgramCompiler(
      ComputationGraph graph, TensorShape picture, boolean training, Options options) {
    this.graph = graph;
    this.training = training;
    this.options = options;
    program = new ProgramBuilder(picture.faces());
    this.picture = program.tensor(Role.INPUT, picture);
    vertices = graph.getVertices();
    order = graph.topologicalSortOrder();
    steps = new LayerSteps[vertices.length];
    learns = new boolean[vertices.length];
    firstParameter = new long[vertices.length];
    for (GraphVertex vertex : vertices) {
      readers.add(new ArrayList<>());
      VertexIndices[] from = vertex.getInputVertices();
      inputs.add(
          from == null
              ? List.of()
              : Arrays.stream(from).map(VertexIndices::getVertexIndex).toList());
    }
    long parameters = 0;
    for (int v : order) {
      inputs.get(v).forEach(input -> readers.get(input).add(v));
      firstParameter[v] = parameters;
      parameters += vertices[v].numParams();
      learns[v] = vertices[v].numParams() > 0 || inputs.get(v).stream().anyMatch(u -> learns[u]);
      if (!vertices[v].isInputVertex() && !vertices[v].isOutputVertex()) {
        steps[v] = stepsOf(vertices[v]);
      }
    }
  }

  /** Compiles the forward steps to a vertex's output, NCHW, for one face. */
  static Inference inference(ComputationGraph graph, TensorShape picture, String output) {
    Options none = new Options(false, false, 0, Set.of());
    ProgramCompiler compiler = new ProgramCompiler(graph, picture, false, none);
    Operand nhwc = compiler.activation(graph.getVertex(output).getVertexIndex());
    Operand heatmaps = compiler.program.tensor(Role.OUTPUT, nhwc.shape());
    compiler.program.step(new Op.ChannelsFirst(), List.of(nhwc), heatmaps);
    return new Inference(compiler.program.build(), compiler.picture, heatmaps);
  }

  /** Compiles a training step: forward, loss, backward, clip, update. */
  static Training training(ComputationGraph graph, TensorShape picture, Options options) {
    return new ProgramCompiler(graph, picture, true, options).training();
  }

  private Training training() {
    INDArray updaterState = graph.getUpdater().getStateViewArray();
    parameterVector = program.vector(Role.RESIDENT, graph.numParams());
    gradientVector = program.vector(Role.RESIDENT, graph.numParams());
    Operand state = program.vector(Role.RESIDENT, updaterState == null ? 1 : updaterState.length());
    Operand numbers = program.vector(Role.INPUT, StepNumbers.COUNT);
    Operand losses = program.vector(Role.OUTPUT, graph.getNumOutputArrays() + 1);

    forward();
    TensorShape heatmaps = shape(inputs.get(outputs().get(0)).get(0));
    Operand targets = program.tensor(Role.INPUT, heatmaps);
    Operand mask =
        program.tensor(Role.INPUT, new TensorShape(heatmaps.faces(), 1, 1, heatmaps.channels()));
    backward(targets, mask, losses);
    penalty(losses);
    if (options.update) {
      update(numbers, state);
    }
    return new Training(
        program.build(),
        picture,
        targets,
        mask,
        numbers,
        parameterVector,
        gradientVector,
        state,
        losses);
  }

  private void forward() {
    for (int v : order) {
      // A normalisation is computed at its first reader, while its input is in the cache.
      if (!vertices[v].isOutputVertex() && !isNormalisation(v)) {
        activation(v);
      }
    }
  }

  /**
   * Adds loss and gradients, from the last vertex to the first, summed in Deeplearning4j's order.
   */
  private void backward(Operand targets, Operand mask, Operand losses) {
    activations.keySet().removeIf(v -> !isKept(v));
    for (int i = order.length - 1; i >= 0; i--) {
      int v = order[i];
      if (vertices[v].isOutputVertex()) {
        loss(v, targets, mask, losses);
      } else if (gradients.containsKey(v) && steps[v] != null) {
        steps[v].backward(new Place(v));
      }
      gradients.remove(v);
    }
  }

  private void loss(int v, Operand targets, Operand mask, Operand losses) {
    HeatmapLossLayer layer = (HeatmapLossLayer) vertices[v].getLayer().conf().getLayer();
    int stack = outputs().indexOf(v);
    int heatmaps = inputs.get(v).get(0);
    Operand gradient = program.tensor(Role.TEMPORARY, shape(heatmaps));
    HeatmapLoss loss = layer.loss();
    program.step(
        new Op.Loss(loss, layer.scale(), stack),
        List.of(activation(heatmaps), targets, mask),
        gradient,
        losses.part(stack, 1));
    addGradient(heatmaps, gradient);
  }

  /** Adds the regularisation of all weights with weight decay. */
  private void penalty(Operand losses) {
    Map<Double, List<Operand>> decaying = new LinkedHashMap<>();
    for (UpdaterBlock block : graph.getUpdater().getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState variable : block.getLayersAndVariablesInBlock()) {
        double decay = weightDecay(variable);
        if (decay > 0) {
          long from = variable.getParamOffsetStart();
          decaying
              .computeIfAbsent(decay, absent -> new ArrayList<>())
              .add(parameterVector.part(from, variable.getParamOffsetEnd() - from));
        }
      }
    }
    if (decaying.size() > 1) {
      throw new IllegalArgumentException(
          "all layers must have the same weight decay, but these are " + decaying.keySet());
    }
    int place = graph.getNumOutputArrays();
    decaying.forEach(
        (decay, parts) -> program.step(new Op.Penalty(decay, place), parts, losses.part(place, 1)));
  }

  /**
   * Adds the update of parameters by their gradients, for each block of Deeplearning4j's updater.
   */
  private void update(Operand numbers, Operand state) {
    List<UpdaterBlock> blocks = graph.getUpdater().getUpdaterBlocks();
    Operand factor = null;
    if (options.clip > 0) {
      List<Operand> learnt = new ArrayList<>();
      learnt.add(numbers);
      for (UpdaterBlock block : blocks) {
        // Changes of running statistics are not gradients, so they are not part of the norm and not
        // clipped.
        if (!(rule(block) instanceof UpdateRule.Plain)) {
          long from = block.getParamOffsetStart();
          learnt.add(gradientVector.part(from, block.getParamOffsetEnd() - from));
        }
      }
      factor = program.vector(Role.TEMPORARY, 1);
      program.step(new Op.Clip(options.clip), learnt, factor);
    }
    for (UpdaterBlock block : blocks) {
      update(block, numbers, factor, state);
    }
  }

  private void update(UpdaterBlock block, Operand numbers, Operand factor, Operand state) {
    UpdateRule rule = rule(block);
    long start = block.getParamOffsetStart();
    long length = block.getParamOffsetEnd() - start;
    for (UpdaterBlock.ParamState variable : block.getLayersAndVariablesInBlock()) {
      long from = variable.getParamOffsetStart();
      long count = variable.getParamOffsetEnd() - from;
      Operand gradient = gradientVector.part(from, count);
      List<Operand> writes = new ArrayList<>(List.of(parameterVector.part(from, count)));
      for (int i = 0; i < rule.stateSize(); i++) {
        long at = block.getUpdaterViewOffsetStart() + i * length + from - start;
        writes.add(state.part(at, count));
      }
      boolean clipped = factor != null && !(rule instanceof UpdateRule.Plain);
      program.step(
          new Op.Update(rule, weightDecay(variable)),
          clipped ? List.of(gradient, numbers, factor) : List.of(gradient, numbers),
          writes.toArray(Operand[]::new));
    }
  }

  private static UpdateRule rule(UpdaterBlock block) {
    UpdaterBlock.ParamState first = block.getLayersAndVariablesInBlock().get(0);
    return UpdateRule.of(first.getLayer().getConfig().getUpdaterByParam(first.getParamName()));
  }

  private static double weightDecay(UpdaterBlock.ParamState variable) {
    List<Regularization> all =
        variable.getLayer().getConfig().getRegularizationByParam(variable.getParamName());
    return all == null
        ? 0
        : all.stream().mapToDouble(each -> ((L2Regularization) each).getL2().valueAt(0, 0)).sum();
  }

  private List<Integer> outputs() {
    return graph.getConfiguration().getNetworkOutputs().stream()
        .map(name -> graph.getVertex(name).getVertexIndex())
        .toList();
  }

  private boolean isNormalisation(int v) {
    return steps[v] instanceof BatchNormReLU;
  }

  private boolean isKept(int v) {
    return !isNormalisation(v)
        && (options.kept.isEmpty()
            || vertices[v].isInputVertex()
            || options.kept.contains(vertices[v].getVertexName()));
  }

  private Operand activation(int v) {
    Operand found = activations.get(v);
    if (found == null) {
      found = vertices[v].isInputVertex() ? picture : forward(v);
      activations.put(v, found);
      shapes.put(v, found.shape());
      if (training && readers.get(v).stream().anyMatch(this::isNormalisation)) {
        statistics(v);
      }
    }
    return found;
  }

  private Operand forward(int v) {
    if (!training && isNormalisation(v) && isReadByNormalisationAlone(inputs.get(v).get(0))) {
      int before = inputs.get(v).get(0);
      INDArray convolution = vertices[before].getLayer().params();
      INDArray normalisation = vertices[v].getLayer().params();
      return new FoldedConvolution((Convolution) steps[before], (BatchNormReLU) steps[v])
          .forward(new Place(before), convolution, normalisation);
    }
    return steps[v].forward(new Place(v));
  }

  /** Whether a vertex is a convolution whose output only one normalisation reads. */
  private boolean isReadByNormalisationAlone(int v) {
    return steps[v] instanceof Convolution
        && readers.get(v).stream().allMatch(this::isNormalisation)
        && readers.get(v).size() == 1;
  }

  private TensorShape shape(int v) {
    return shapes.containsKey(v) ? shapes.get(v) : activation(v).shape();
  }

  private Operand statistics(int v) {
    Operand found = statistics.get(v);
    if (found == null) {
      found = program.vector(Role.TEMPORARY, 2L * shape(v).channels());
      statistics.put(v, found);
      program.step(new Op.Statistics(), List.of(activation(v)), found);
    }
    return found;
  }

  private void addGradient(int v, Operand found) {
    if (gradients.putIfAbsent(v, found) != null) {
      program.step(new Op.Add(), List.of(found), List.of(ownGradient(v)), true);
    }
  }

  /** Operand for a vertex's gradient that no other vertex's gradient shares. */
  private Operand ownGradient(int v) {
    Operand gradient = gradients.get(v);
    boolean shared =
        gradients.entrySet().stream()
            .anyMatch(other -> other.getKey() != v && other.getValue().equals(gradient));
    if (shared) {
      Operand own = program.tensor(Role.TEMPORARY, gradient.shape());
      program.step(new Op.Add(), List.of(gradient), own);
      gradients.put(v, own);
    }
    return gradients.get(v);
  }

  private LayerSteps stepsOf(GraphVertex vertex) {
    var configuration = graph.getConfiguration().getVertices().get(vertex.getVertexName());
    if (configuration instanceof LayerSteps own) {
      return own;
    }
    if (configuration instanceof ElementWiseVertex combination
        && combination.getOp() == ElementWiseVertex.Op.Add) {
      return new SumSteps();
    }
    if (vertex.hasLayer()) {
      var layer = vertex.getLayer().conf().getLayer();
      if (layer instanceof LayerSteps own) {
        return own;
      }
      if (layer instanceof ActivationLayer activation
          && activation.getActivationFn() instanceof ActivationReLU) {
        return new ReluSteps();
      }
    }
    throw new IllegalArgumentException(
        "layer '%s' cannot be compiled: its type is %s"
            .formatted(vertex.getVertexName(), vertex.getClass().getSimpleName()));
  }

  /** Steps of a sum of inputs. */
  private record SumSteps() implements LayerSteps {
    @Override
    public Operand forward(LayerContext layer) {
      List<Operand> inputs = IntStream.range(0, layer.inputs()).mapToObj(layer::input).toList();
      Operand output = layer.newOutput(layer.shape(0));
      layer.step(new Op.Add(), inputs, output);
      return output;
    }

    @Override
    public void backward(LayerContext layer) {
      for (int input = 0; input < layer.inputs(); input++) {
        layer.passGradient(input);
      }
    }
  }

  /** Steps of a ReLU without normalisation. */
  private record ReluSteps() implements LayerSteps {
    @Override
    public Operand forward(LayerContext layer) {
      Operand output = layer.newOutput(layer.shape(0));
      layer.step(new Op.Relu(), List.of(layer.input(0)), output);
      return output;
    }

    @Override
    public void backward(LayerContext layer) {
      layer.gradientStep(0, new Op.ReluGradient(), List.of(layer.output(), layer.outputGradient()));
    }
  }

  /** Context of a vertex in the program. */
  private final class Place implements LayerContext {

    private final int vertex;

    Place(int vertex) {
      this.vertex = vertex;
    }

    private int from(int input) {
      return inputs.get(vertex).get(input);
    }

    @Override
    public boolean isTraining() {
      return training;
    }

    @Override
    public int inputs() {
      return inputs.get(vertex).size();
    }

    @Override
    public TensorShape shape(int input) {
      return ProgramCompiler.this.shape(from(input));
    }

    @Override
    public Operand input(int index) {
      return activation(from(index));
    }

    @Override
    public Operand statistics(int input) {
      return ProgramCompiler.this.statistics(from(input));
    }

    @Override
    public Operand newOutput(TensorShape shape) {
      return program.tensor(Role.TEMPORARY, shape);
    }

    @Override
    public Operand output() {
      return activation(vertex);
    }

    @Override
    public Operand outputGradient() {
      return gradients.get(vertex);
    }

    @Override
    public Operand parameters(long from, long length) {
      return training
          ? parameterVector.part(firstParameter[vertex] + from, length)
          : program.constant(FoldedConvolution.part(vertices[vertex].params(), from, length));
    }

    @Override
    public Operand parameterGradients(long from, long length) {
      return gradientVector.part(firstParameter[vertex] + from, length);
    }

    @Override
    public Operand newVector(long length) {
      return program.vector(Role.TEMPORARY, length);
    }

    @Override
    public Operand constant(INDArray values) {
      return program.constant(values);
    }

    @Override
    public void step(Op op, List<Operand> reads, Operand... writes) {
      program.step(op, reads, writes);
    }

    @Override
    public void parameterStep(Op op, List<Operand> reads, Operand... writes) {
      program.step(op, reads, List.of(writes), options.accumulate);
    }

    @Override
    public boolean needsGradient(int input) {
      return learns[from(input)];
    }

    @Override
    public void gradientStep(int input, Op op, List<Operand> reads) {
      int to = from(input);
      if (gradients.containsKey(to)) {
        program.step(op, reads, List.of(ownGradient(to)), true);
      } else {
        Operand gradient = program.tensor(Role.TEMPORARY, ProgramCompiler.this.shape(to));
        program.step(op, reads, gradient);
        gradients.put(to, gradient);
      }
    }

    @Override
    public void passGradient(int input) {
      addGradient(from(input), outputGradient());
    }
  }
}
