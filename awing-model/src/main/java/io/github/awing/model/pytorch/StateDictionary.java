package io.github.awing.model.pytorch;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Weights of an hourglass in a saved training, under the authors' names.
 *
 * @param place in the file, for instance {@code state_dict, as module.*}; empty if they are the
 *     whole content
 * @param tensors by the authors' names, in the file's order
 * @param opaque objects that are not tensors, by name, with their Python class
 * @param leftOut further tensors, by the file's own names
 */
record StateDictionary(
    String place,
    Map<String, StoredTensor> tensors,
    Map<String, String> opaque,
    List<String> leftOut) {

  /** Name of a tensor that every hourglass has, and no other network. */
  static final String MARK = "l0.weight";

  private static final Pattern AVERAGE =
      Pattern.compile(
          "(?<![a-z])(ema|swa|average|averaged|shadow)(?![a-z])", Pattern.CASE_INSENSITIVE);

  /** Whether the names mark a moving average of the weights, which is preferred for inference. */
  boolean isAverage() {
    return AVERAGE.matcher(place).find();
  }

  /** Whether both contain the same tensor objects. */
  boolean isSameAs(StateDictionary other) {
    return tensors.get(MARK) != null && tensors.get(MARK) == other.tensors.get(MARK);
  }
}
