package io.github.awing.train;

import io.github.awing.model.pytorch.PyTorchWeights;
import java.util.stream.Collectors;

/** Says which network of a file of PyTorch's is taken, and which are not. */
final class TakenWeights {

  private TakenWeights() {}

  /** Says nothing where there is but one, by itself. */
  static void say(PyTorchWeights.Contents contents) {
    if (contents.place().isEmpty() && contents.otherPlaces().isEmpty()) {
      return;
    }
    System.err.println("weights of " + shown(contents.place()));
    if (!contents.otherPlaces().isEmpty()) {
      System.err.println(
          "not taken: weights of "
              + contents.otherPlaces().stream()
                  .map(TakenWeights::shown)
                  .collect(Collectors.joining("; ")));
    }
  }

  private static String shown(String place) {
    return place.isEmpty() ? "the file itself" : place;
  }
}
