package io.github.awing.train;

import io.github.awing.data.LandmarkScheme;
import io.github.awing.model.Checkpoint;
import io.github.awing.model.HourglassNetwork;
import io.github.awing.model.HourglassSpec;
import io.github.awing.model.pytorch.PyTorchWeights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights of another training, to begin with. If the numbers of landmarks differ, the layers that
 * make and read heatmaps begin afresh. Stacks that the other network lacks begin afresh, too.
 *
 * @param file where they come from
 * @param network that has them
 */
record InitialWeights(Path file, HourglassNetwork network) {

  private static final String OF_CHECKPOINTS = ".awing";

  /**
   * Reads a checkpoint, or weights that PyTorch saved for the same landmarks.
   *
   * @param told which of a file's several networks is taken
   * @throws io.github.awing.model.CheckpointException if the file is neither
   */
  static InitialWeights read(Path file, LandmarkScheme scheme, Consumer<String> told) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (Checkpoint.isCheckpoint(file) || name.endsWith(OF_CHECKPOINTS)) {
      return new InitialWeights(file, Checkpoint.load(file).network());
    }
    TakenWeights.lines(PyTorchWeights.contents(file)).forEach(told);
    return new InitialWeights(file, PyTorchWeights.read(file, scheme.count(), 0));
  }

  /**
   * Checks that a network can begin with these weights.
   *
   * @throws IllegalArgumentException if it differs in more than landmarks and stacks
   */
  void requireFor(HourglassSpec theirs) {
    HourglassSpec mine = network.spec();
    check("features", mine.features(), theirs.features());
    check("depth", mine.depth(), theirs.depth());
    check("coord-conv", mine.coordConv(), theirs.coordConv());
    check("boundary", mine.boundary(), theirs.boundary());
  }

  /**
   * Copies the tensors that fit into a network.
   *
   * @return the layers that begin afresh
   * @throws IllegalArgumentException as {@link #requireFor}
   */
  List<String> copyInto(HourglassNetwork other) {
    requireFor(other.spec());
    Map<String, INDArray> from = network.graph().paramTable();
    Map<String, INDArray> to = other.graph().paramTable();
    for (Map.Entry<String, INDArray> tensor : to.entrySet()) {
      if (fits(from.get(tensor.getKey()), tensor.getValue())) {
        tensor.getValue().assign(from.get(tensor.getKey()));
      }
    }
    return to.entrySet().stream()
        .filter(tensor -> !fits(from.get(tensor.getKey()), tensor.getValue()))
        .map(tensor -> tensor.getKey().substring(0, tensor.getKey().lastIndexOf('_')))
        .distinct()
        .toList();
  }

  private static boolean fits(INDArray from, INDArray to) {
    return from != null && Arrays.equals(from.shape(), to.shape());
  }

  private void check(String word, Object mine, Object theirs) {
    if (!mine.equals(theirs)) {
      throw new IllegalArgumentException(
          "%s: its network has %s %s, but the plan's has %s".formatted(file, word, mine, theirs));
    }
  }
}
