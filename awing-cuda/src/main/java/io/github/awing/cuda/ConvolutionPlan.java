package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.cuda.global.cudnn;

/** Plan of cuDNN for a graph, ready to run. Closed before its graph. */
final class ConvolutionPlan implements AutoCloseable {

  private final DescriptorScope scope;
  private final CudnnDescriptor plan;
  private final EngineChoice choice;
  private final long workspaceBytes;

  private ConvolutionPlan(DescriptorScope scope, CudnnDescriptor plan, EngineChoice choice) {
    this.scope = scope;
    this.plan = plan;
    this.choice = choice;
    workspaceBytes = plan.queryLong(cudnn.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
  }

  /** The plan of a choice, if this version of cuDNN still has it for the graph. */
  static Optional<ConvolutionPlan> of(ConvolutionGraph graph, EngineChoice choice) {
    DescriptorScope scope = new DescriptorScope();
    try {
      CudnnDescriptor engine =
          scope
              .begin(cudnn.CUDNN_BACKEND_ENGINE_DESCRIPTOR)
              .descriptors(cudnn.CUDNN_ATTR_ENGINE_OPERATION_GRAPH, graph.descriptor())
              .longs(cudnn.CUDNN_ATTR_ENGINE_GLOBAL_INDEX, choice.engine());
      graph.target().describeToEngine(engine);
      CudnnDescriptor configuration =
          scope
              .begin(cudnn.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR)
              .descriptors(cudnn.CUDNN_ATTR_ENGINECFG_ENGINE, engine.finish());
      if (!choice.knobs().isEmpty()) {
        configuration.descriptors(
            cudnn.CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, knobs(scope, choice.knobs()));
      }
      CudnnDescriptor plan =
          scope
              .begin(cudnn.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR)
              .descriptors(cudnn.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, configuration.finish());
      graph.target().describeToPlan(plan);
      return Optional.of(new ConvolutionPlan(scope, plan.finish(), choice));
    } catch (DeviceException e) {
      scope.close();
      return Optional.empty();
    }
  }

  private static CudnnDescriptor[] knobs(DescriptorScope scope, Map<Integer, Long> knobs) {
    return knobs.entrySet().stream()
        .map(
            knob ->
                scope
                    .begin(cudnn.CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR)
                    .choice(
                        cudnn.CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE,
                        cudnn.CUDNN_TYPE_KNOB_TYPE,
                        knob.getKey())
                    .longs(cudnn.CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE, knob.getValue())
                    .finish())
        .toArray(CudnnDescriptor[]::new);
  }

  /** Reads the choice from a configuration of cuDNN. */
  static EngineChoice choiceOf(CudnnDescriptor configuration, CudnnDescriptor engine) {
    SortedMap<Integer, Long> knobs = new TreeMap<>();
    int count =
        configuration.count(
            cudnn.CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR);
    try (DescriptorScope scope = new DescriptorScope()) {
      List<CudnnDescriptor> choices =
          scope.begin(cudnn.CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR, count);
      int filled =
          count == 0
              ? 0
              : configuration.queryDescriptors(cudnn.CUDNN_ATTR_ENGINECFG_KNOB_CHOICES, choices);
      for (CudnnDescriptor choice : choices.subList(0, filled)) {
        knobs.put(
            choice.queryChoice(cudnn.CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE, cudnn.CUDNN_TYPE_KNOB_TYPE),
            choice.queryLong(cudnn.CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE));
      }
    }
    return new EngineChoice(engine.queryLong(cudnn.CUDNN_ATTR_ENGINE_GLOBAL_INDEX), knobs);
  }

  EngineChoice choice() {
    return choice;
  }

  long workspaceBytes() {
    return workspaceBytes;
  }

  /** Runs the plan, on one thread at a time. */
  synchronized void run(CudnnHandle handle, long first, long second, long result, long workspace) {
    try (CudnnDescriptor arguments =
        new CudnnDescriptor(cudnn.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR)) {
      arguments
          .longs(
              cudnn.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS,
              ConvolutionGraph.FIRST,
              ConvolutionGraph.SECOND,
              ConvolutionGraph.RESULT)
          .addresses(
              cudnn.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS,
              cudnn.CUDNN_TYPE_VOID_PTR,
              first,
              second,
              result)
          .address(cudnn.CUDNN_ATTR_VARIANT_PACK_WORKSPACE, cudnn.CUDNN_TYPE_VOID_PTR, workspace)
          .finish();
      handle.execute(plan, arguments);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
