package io.github.awing.cuda;

import io.github.awing.program.Precision;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.cuda.global.cudnn;

/**
 * Finds cuDNN's engines for a graph: first those that its heuristics rank fastest, then its
 * fallback engines.
 */
final class EngineSearch {

  private static final List<Integer> MODES =
      List.of(cudnn.CUDNN_HEUR_MODE_A, cudnn.CUDNN_HEUR_MODE_FALLBACK);

  private EngineSearch() {}

  /** Choices that are exact enough for the graph's task, the most promising first. */
  static Set<EngineChoice> choices(ConvolutionGraph graph) {
    Set<Integer> unwanted = unwantedNotes(graph.task());
    Set<EngineChoice> choices = new LinkedHashSet<>();
    for (int mode : MODES) {
      try (DescriptorScope scope = new DescriptorScope()) {
        for (CudnnDescriptor configuration : configurations(graph, mode, scope)) {
          CudnnDescriptor engine = scope.begin(cudnn.CUDNN_BACKEND_ENGINE_DESCRIPTOR);
          configuration.queryDescriptors(cudnn.CUDNN_ATTR_ENGINECFG_ENGINE, List.of(engine));
          if (notes(engine).stream().noneMatch(unwanted::contains)) {
            choices.add(ConvolutionPlan.choiceOf(configuration, engine));
          }
        }
      }
    }
    return choices;
  }

  private static List<CudnnDescriptor> configurations(
      ConvolutionGraph graph, int mode, DescriptorScope scope) {
    CudnnDescriptor heuristics =
        scope
            .begin(cudnn.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR)
            .descriptors(cudnn.CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph.descriptor())
            .choice(cudnn.CUDNN_ATTR_ENGINEHEUR_MODE, cudnn.CUDNN_TYPE_HEUR_MODE, mode);
    graph.target().describeToHeuristics(heuristics);
    if (!heuristics.finishIfAccepted()) {
      return List.of();
    }
    int count =
        heuristics.count(cudnn.CUDNN_ATTR_ENGINEHEUR_RESULTS, cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR);
    if (count == 0) {
      return List.of();
    }
    List<CudnnDescriptor> results = scope.begin(cudnn.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, count);
    return results.subList(
        0, heuristics.queryDescriptors(cudnn.CUDNN_ATTR_ENGINEHEUR_RESULTS, results));
  }

  /** cuDNN's numerical notes on an engine. */
  static List<Integer> notes(CudnnDescriptor engine) {
    return engine.queryChoices(
        cudnn.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE,
        cudnn.CUDNN_TYPE_NUMERICAL_NOTE,
        cudnn.CUDNN_NUMERICAL_NOTE_TYPE_COUNT);
  }

  /**
   * Notes of engines that compute less exactly than required: sums in fewer bits, or inputs rounded
   * to half precision; for floats of 24 bits, also tensor cores, which multiply TF32.
   */
  static Set<Integer> unwantedNotes(ConvolutionTask task) {
    Set<Integer> unwanted = new LinkedHashSet<>();
    unwanted.add(cudnn.CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION);
    if (task.precision() != Precision.BFLOAT16) {
      unwanted.add(cudnn.CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS);
    }
    if (task.precision() == Precision.FLOAT32) {
      unwanted.add(cudnn.CUDNN_NUMERICAL_NOTE_TENSOR_CORE);
    }
    if (task.deterministic()) {
      unwanted.add(cudnn.CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC);
    }
    return unwanted;
  }
}
