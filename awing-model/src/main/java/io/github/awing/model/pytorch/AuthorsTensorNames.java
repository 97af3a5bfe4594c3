package io.github.awing.model.pytorch;

/**
 * Maps parameter names to the authors' tensor names. Layers have the same names; their parameters
 * do not.
 */
final class AuthorsTensorNames {

  /** Suffix of PyTorch's batch counters, which inference does not need. */
  static final String COUNTER = ".num_batches_tracked";

  private AuthorsTensorNames() {}

  /**
   * The authors' name of a parameter of this project's graph, such as {@code bn1.running_mean} for
   * {@code bn1_mean}.
   */
  static String of(String ours) {
    int underscore = ours.lastIndexOf('_');
    String part =
        switch (ours.substring(underscore + 1)) {
          case "W", "gamma" -> "weight";
          case "b", "beta" -> "bias";
          case "mean" -> "running_mean";
          case "var" -> "running_var";
          default -> throw new IllegalArgumentException(ours + " is no parameter of the network");
        };
    return ours.substring(0, underscore) + "." + part;
  }
}
