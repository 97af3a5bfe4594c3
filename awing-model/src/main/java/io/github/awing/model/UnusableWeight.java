package io.github.awing.model;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weight that makes all heatmaps of a network NaN: a weight that is not finite, or a variance below
 * 0.
 *
 * @param parameter its name in the graph, such as {@code l0_W}
 * @param value of the weight
 */
public record UnusableWeight(String parameter, float value) {

  /** The first such weight of a network, if any. */
  public static Optional<UnusableWeight> of(HourglassNetwork network) {
    return of(network.graph(), network.graph().params());
  }

  /**
   * The first such weight of a vector in a network's order, if any.
   *
   * @param weights of the network's length
   */
  static Optional<UnusableWeight> of(ComputationGraph graph, INDArray weights) {
    return of(graph, weights.dup('c').data().asFloat());
  }

  static Optional<UnusableWeight> of(ComputationGraph graph, float[] weights) {
    for (Map.Entry<String, INDArray> parameter : graph.paramTable().entrySet()) {
      String name = parameter.getKey();
      boolean variance = name.endsWith("_var");
      int begin = begin(graph, parameter.getValue());
      int end = Math.toIntExact(begin + parameter.getValue().length());
      for (int i = begin; i < end; i++) {
        if (!Float.isFinite(weights[i]) || variance && weights[i] < 0) {
          return Optional.of(new UnusableWeight(name, weights[i]));
        }
      }
    }
    return Optional.empty();
  }

  /** The parameter of a weight, given the weight's index in the whole vector. */
  static String parameter(ComputationGraph graph, long index) {
    return graph.paramTable().entrySet().stream()
        .filter(
            parameter -> {
              int begin = begin(graph, parameter.getValue());
              return index >= begin && index < begin + parameter.getValue().length();
            })
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the network has no weight " + index));
  }

  /**
   * Index of a parameter's first weight. Parameters are views of the vector, which has another
   * order than the table of parameters.
   */
  private static int begin(ComputationGraph graph, INDArray parameter) {
    return Math.toIntExact(parameter.offset() - graph.params().offset());
  }

  /** For instance: {@code NaN in l0_W}. */
  @Override
  public String toString() {
    return "%s in %s".formatted(value, parameter);
  }
}
