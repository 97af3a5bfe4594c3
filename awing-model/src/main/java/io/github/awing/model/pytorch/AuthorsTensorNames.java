package io.github.awing.model.pytorch;

/**
 * The names of the authors' tensors: their layers are called as ours, what belongs to a layer is
 * not.
 */
final class AuthorsTensorNames {

  /** What PyTorch counts besides, and nobody needs to run a network. */
  static final String COUNTER = ".num_batches_tracked";

  private AuthorsTensorNames() {}

  /**
   * Theirs for a parameter of our graph's, such as {@code bn1.running_mean} for {@code bn1_mean}.
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
