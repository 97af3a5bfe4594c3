package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import io.github.awing.program.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses cuDNN's plan for each task: the fastest plan from the cache or, if it is not cached, the
 * fastest plan in a test. For one thread at a time.
 */
final class ConvolutionPlanner implements AutoCloseable {

  /** Largest workspace in bytes; plans that need more are excluded. */
  static final long WORKSPACE_LIMIT = 1L << 30;

  /** Largest number of plans tested. */
  static final int MOST = 12;

  private final CudaMemory memory;
  private final CudaStream stream;
  private final PlanCache cache;
  private final Supplier<Widening> compiler;
  private Widening widening;

  ConvolutionPlanner(
      CudaMemory memory, CudaStream stream, PlanCache cache, Supplier<Widening> compiler) {
    this.memory = memory;
    this.stream = stream;
    this.cache = cache;
    this.compiler = compiler;
  }

  /**
   * Prepares a convolution.
   *
   * @throws DeviceException if cuDNN has no plan for it
   */
  CudaConvolution prepare(ConvolutionTask task) {
    if (task.precision() != Precision.BFLOAT16) {
      return ofCudnn(task);
    }
    if (task.pass() == ConvolutionTask.Pass.WEIGHT_GRADIENT) {
      return new WidenedResult(ofCudnn(task), task, widening());
    }
    return task.floatResult()
        ? new WidenedOperands(ofCudnn(task.in(Precision.TF32)), task, widening())
        : ofCudnn(task);
  }

  private Widening widening() {
    if (widening == null) {
      widening = compiler.get();
    }
    return widening;
  }

  private CudnnConvolution ofCudnn(ConvolutionTask task) {
    ConvolutionGraph graph = new ConvolutionGraph(task, stream.cudnn());
    try {
      Optional<ConvolutionPlan> known =
          cache.read(task).flatMap(choice -> ConvolutionPlan.of(graph, choice));
      return new CudnnConvolution(graph, known.orElseGet(() -> fastest(graph)));
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Plans that are exact enough for a graph's task and need little workspace, the most promising
   * first.
   */
  static List<ConvolutionPlan> plans(ConvolutionGraph graph) {
    List<ConvolutionPlan> plans = new ArrayList<>();
    for (EngineChoice choice : EngineSearch.choices(graph)) {
      if (plans.size() < MOST) {
        ConvolutionPlan.of(graph, choice)
            .ifPresent(
                plan -> {
                  if (plan.workspaceBytes() <= WORKSPACE_LIMIT) {
                    plans.add(plan);
                  } else {
                    plan.close();
                  }
                });
      }
    }
    return plans;
  }

  private ConvolutionPlan fastest(ConvolutionGraph graph) {
    List<ConvolutionPlan> plans = plans(graph);
    if (plans.isEmpty()) {
      throw noPlan(graph);
    }
    Optional<ConvolutionPlan> winner = contest(graph, plans);
    for (ConvolutionPlan plan : plans) {
      if (winner.isEmpty() || plan != winner.get()) {
        plan.close();
      }
    }
    return winner.orElseThrow(() -> noPlan(graph));
  }

  /** The fastest of several plans, if any of them runs. */
  private Optional<ConvolutionPlan> contest(ConvolutionGraph graph, List<ConvolutionPlan> plans) {
    try (PlanContest contest = new PlanContest(memory, stream, graph.task(), plans)) {
      Optional<ConvolutionPlan> winner = contest.winner(plans);
      winner.ifPresent(plan -> cache.write(graph.task(), plan.choice()));
      return winner;
    } catch (DeviceException e) {
      // Too little memory for the test: the most promising plan is used, and not cached.
      return Optional.of(plans.get(0));
    }
  }

  private static DeviceException noPlan(ConvolutionGraph graph) {
    return new DeviceException(
        "cuDNN has no plan for " + graph.task() + ": choose another --precision, or update cuDNN");
  }

  @Override
  public void close() {
    stream.close();
  }
}
