package io.github.awing.train;

import io.github.awing.model.pytorch.PyTorchWeights;
import java.util.List;
import java.util.stream.Collectors;

/** Names the network that is taken from a file of PyTorch's, and those that are not. */
public final class TakenWeights {

  private TakenWeights() {}

  /** Returns a line each; none if the file holds one network alone, at its top. */
  public static List<String> lines(PyTorchWeights.Contents contents) {
    if (contents.otherPlaces().isEmpty()) {
      return contents.place().isEmpty()
          ? List.of()
          : List.of("weights of " + shown(contents.place()));
    }
    return List.of(
        "weights of " + shown(contents.place()),
        "not taken: weights of "
            + contents.otherPlaces().stream()
                .map(TakenWeights::shown)
                .collect(Collectors.joining("; ")));
  }

  private static String shown(String place) {
    return place.isEmpty() ? "the file itself" : place;
  }
}
