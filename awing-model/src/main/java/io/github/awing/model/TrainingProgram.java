package io.github.awing.model;

import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.Operand;
import io.github.awing.program.StepNumbers;
import io.github.awing.program.TensorShape;
import io.github.awing.program.UpdateRule;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Trains a network step by step on a device. The whole step, from the pictures to the updated
 * weights, is one program.
 *
 * <p>Weights, running statistics, the updater's state and the count of steps are those of the
 * network's graph; they are up to date after {@link #synchronise()}. Not thread-safe.
 *
 * <p>The processor's arithmetic of clipping and update is in {@code program.cpu.OptimiserTasks}.
 */
public final class TrainingProgram implements AutoCloseable {

  /**
   * Options of a training besides its objective.
   *
   * @param gradientClip largest norm of the gradient, to which larger gradients are scaled; 0 for
   *     no limit
   * @param recomputeActivations whether the forward pass keeps only the activations between stacks,
   *     and the backward pass computes the others again (gradient checkpointing), which needs less
   *     memory and more time and gives the same gradients
   */
  public record Options(double gradientClip, boolean recomputeActivations) {}

  private static final int KEPT = 6;

  private final HourglassNetwork network;
  private final ComputationGraph graph;
  private final Device device;
  private final Device.Workspace workspace;
  private final Options options;
  private final INDArray numbers;
  private final INDArray noState;

  /** One program for each size of batch: sizes vary if pictures cannot be read. */
  private final Map<Key, Bound> bound =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bound> eldest) {
          boolean full = size() > KEPT;
          if (full) {
            eldest.getValue().executable.synchronise();
            eldest.getValue().executable.close();
          }
          return full;
        }
      };

  private double[] stackLosses = {};

  /** Batch that the device copies ahead; null if there is none. */
  private Prepared staged;

  /** Key of a program: the number of faces of a batch, and the batch's position in a step. */
  private record Key(int faces, boolean first, boolean last) {}

  private record Bound(ProgramCompiler.Training compiled, Executable executable) {}

  /**
   * Makes a training program.
   *
   * @param network created with an objective; closed by the caller
   */
  public TrainingProgram(HourglassNetwork network, Options options, Device device) {
    this.network = network;
    this.graph = network.graph();
    this.options = options;
    this.device = device;
    if (graph.getFlattenedGradients() == null) {
      graph.initGradientsView();
    }
    workspace = device.workspace();
    numbers = new StepNumbers(0, 1).toArray();
    noState = Nd4j.createUninitializedDetached(DataType.FLOAT, 1);
  }

  /**
   * Trains one step on one batch.
   *
   * @return the loss, with the regularisation
   */
  public double step(MultiDataSet batch) {
    return step(List.of(batch).iterator(), 1);
  }

  /**
   * Trains one step: forward, loss and backward over some batches, then clip and update with the
   * mean of their gradients.
   *
   * @param batches at least one; each is taken when the previous one is done. Features are the
   *     pictures, [N, 3, S, S]; labels are the targets, the same for every stack, [N, H, W, C];
   *     label masks, if any, are [N, C]
   * @param most largest number of batches taken, at least 1
   * @return the mean loss of the batches, with the regularisation
   * @throws IllegalArgumentException if the arrays have different shapes
   */
  public double step(Iterator<? extends MultiDataSet> batches, int most) {
    return step(batches, most, Optional::empty);
  }

  /**
   * Trains one step, while the device copies the next batch's arrays during the computation of the
   * current batch.
   *
   * @param upcoming supplier of the batch after the current one, if it is known; called before each
   *     batch is computed. The batch's arrays must not change until the batch is taken or {@link
   *     #discardUpcoming()} is called
   */
  public double step(
      Iterator<? extends MultiDataSet> batches,
      int most,
      Supplier<? extends Optional<? extends MultiDataSet>> upcoming) {
    double loss = 0;
    int taken = 0;
    boolean last;
    do {
      MultiDataSet batch = batches.next();
      taken++;
      last = taken == most || !batches.hasNext();
      Prepared now = prepared(batch, taken == 1, last);
      int next = last ? 1 : taken + 1;
      upcoming.get().ifPresent(its -> stage(its, next == 1, next == most));
      loss += run(now, taken);
    } while (!last);
    graph.getConfiguration().setIterationCount(graph.getIterationCount() + 1);
    graph.setScore(loss / taken);
    return loss / taken;
  }

  /**
   * The weighted loss of every stack for the last batch. The first stack's loss includes the
   * regularisation.
   */
  public List<Double> stackLosses() {
    return DoubleStream.of(stackLosses).boxed().toList();
  }

  /** A batch with its program and inputs. */
  private record Prepared(
      MultiDataSet batch, Key key, Bound program, Map<Operand, INDArray> inputs) {}

  /** The staged batch if it equals this one, else this batch prepared now. */
  private Prepared prepared(MultiDataSet batch, boolean first, boolean last) {
    Prepared expected = staged;
    if (expected != null
        && expected.batch == batch
        && expected.key.first == first
        && expected.key.last == last) {
      staged = null;
      return expected;
    }
    discardUpcoming();
    return prepare(batch, first, last);
  }

  private void stage(MultiDataSet batch, boolean first, boolean last) {
    staged = prepare(batch, first, last);
    staged.program.executable.stage(staged.inputs);
  }

  /**
   * Forgets the upcoming batch. Call it if another batch comes next, or if the upcoming batch's
   * arrays change.
   */
  public void discardUpcoming() {
    if (staged != null) {
      staged.program.executable.stage(Map.of());
      staged = null;
    }
  }

  private Prepared prepare(MultiDataSet batch, boolean first, boolean last) {
    INDArray pictures = batch.getFeatures(0);
    HourglassNetwork.checkPictures(network.spec(), pictures);
    INDArray targets = batch.getLabels(0);
    checkTargets((int) pictures.size(0), targets);
    INDArray[] masks = batch.getLabelsMaskArrays();
    Key key = new Key((int) pictures.size(0), first, last);
    Bound program = bound(key);
    ProgramCompiler.Training operands = program.compiled;
    Map<Operand, INDArray> inputs = new LinkedHashMap<>();
    inputs.put(operands.picture(), floats(pictures));
    inputs.put(operands.targets(), floats(targets));
    if (masks != null && masks[0] != null) {
      inputs.put(operands.mask(), floats(masks[0]));
    }
    return new Prepared(batch, key, program, inputs);
  }

  private double run(Prepared batch, int number) {
    int iteration = graph.getIterationCount();
    double rate = updateRate(iteration);
    numbers.putScalar(0, (float) rate).putScalar(1, (float) number);

    ProgramCompiler.Training operands = batch.program.compiled;
    Map<Operand, INDArray> arrays = new LinkedHashMap<>(batch.inputs);
    arrays.put(operands.numbers(), numbers);
    arrays.put(operands.parameters(), graph.params());
    arrays.put(operands.gradients(), graph.getFlattenedGradients());
    INDArray state = graph.getUpdater().getStateViewArray();
    arrays.put(operands.state(), state == null ? noState : state);
    int stacks = graph.getNumOutputArrays();
    try (INDArray losses = Nd4j.zeros(DataType.DOUBLE, stacks + 1)) {
      arrays.put(operands.losses(), losses);
      batch.program.executable.run(arrays);
      stackLosses = Arrays.copyOf(losses.toDoubleVector(), stacks);
      // As in Deeplearning4j, the first output's loss includes the regularisation.
      stackLosses[0] += losses.getDouble(stacks);
    }
    double sum = 0;
    for (double loss : stackLosses) {
      sum += loss;
    }
    return sum;
  }

  private static INDArray floats(INDArray array) {
    return NativeFloats.dense(array.castTo(DataType.FLOAT));
  }

  private void checkTargets(int faces, INDArray targets) {
    int cells = network.spec().heatmapSize();
    long[] expected = {faces, cells, cells, network.spec().channels()};
    if (!Arrays.equals(targets.shape(), expected)) {
      throw new IllegalArgumentException(
          "targets must be %s, but are %s"
              .formatted(Arrays.toString(expected), Arrays.toString(targets.shape())));
    }
  }

  /** Factor of the updates of trained parameters. */
  private double updateRate(int iteration) {
    return graph.getUpdater().getUpdaterBlocks().stream()
        .map(block -> block.getLayersAndVariablesInBlock().get(0))
        .map(first -> first.getLayer().getConfig().getUpdaterByParam(first.getParamName()))
        .filter(IUpdater::hasLearningRate)
        .findFirst()
        .map(
            updater ->
                UpdateRule.of(updater)
                    .rate(
                        updater.getLearningRate(
                            iteration, graph.getConfiguration().getEpochCount()),
                        iteration))
        .orElse(0.0);
  }

  private Bound bound(Key key) {
    return bound.computeIfAbsent(
        key,
        absent -> {
          Set<String> kept =
              options.recomputeActivations ? HourglassGraph.kept(network.spec()) : Set.of();
          int size = network.spec().inputSize();
          ProgramCompiler.Training compiled =
              ProgramCompiler.training(
                  graph,
                  new TensorShape(key.faces, size, size, 3),
                  new ProgramCompiler.Options(!key.first, key.last, options.gradientClip, kept));
          return new Bound(compiled, device.bind(compiled.program(), workspace));
        });
  }

  /** Updates the graph's weights and updater state from the device's copies, if it has any. */
  public void synchronise() {
    bound.values().forEach(program -> program.executable.synchronise());
  }

  /** Frees the device's memory. */
  @Override
  public void close() {
    bound.values().forEach(program -> program.executable.close());
    workspace.close();
    numbers.close();
    noState.close();
  }
}
