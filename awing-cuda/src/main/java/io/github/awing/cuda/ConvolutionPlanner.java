package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses cuDNN's plan for each task: the one that was the fastest before, or else that which is
 * the fastest now. One thread at a time.
 */
final class ConvolutionPlanner implements AutoCloseable {

  /** Plans that want more are left out. */
  static final long WORKSPACE_LIMIT = 1L << 30;

  /** So many plans are tried at most. */
  static final int MOST = 12;

  private final CudaMemory memory;
  private final CudaStream stream;
  private final PlanCache cache;

  ConvolutionPlanner(CudaMemory memory, CudaStream stream, PlanCache cache) {
    this.memory = memory;
    this.stream = stream;
    this.cache = cache;
  }

  /**
   * Prepares a convolution.
   *
   * @throws DeviceException if cuDNN has no plan for it
   */
  CudnnConvolution prepare(ConvolutionTask task) {
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

  /** Plans that keep to a graph's task and want little workspace, the most promising first. */
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
      throw new DeviceException(
          "cuDNN has no plan for "
              + graph.task()
              + ": choose another --precision, or update cuDNN");
    }
    ConvolutionPlan winner = plans.get(0);
    try (PlanContest contest = new PlanContest(memory, stream, graph.task(), plans)) {
      winner = contest.winner(plans);
      cache.write(graph.task(), winner.choice());
    } catch (DeviceException e) {
      // Too little memory to try them: the most promising one has to do, this time.
    }
    for (ConvolutionPlan plan : plans) {
      if (plan != winner) {
        plan.close();
      }
    }
    return winner;
  }

  @Override
  public void close() {
    stream.close();
  }
}
