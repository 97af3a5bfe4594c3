package io.github.awing.model.pytorch;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The weights of a hourglass within what a training saved, under the authors' names.
 *
 * @param place where they stand in the file, for instance {@code state_dict, as module.*}; empty if
 *     by themselves
 * @param tensors by the authors' names, in the file's order
 * @param opaque what stands under a name and is no tensor, by what Python calls it
 * @param leftOut tensors beside them, by the file's own names
 */
record StateDictionary(
    String place,
    Map<String, StoredTensor> tensors,
    Map<String, String> opaque,
    List<String> leftOut) {

  /** Every hourglass has it, and whoever has it is one. */
  static final String MARK = "l0.weight";

  private static final Pattern AVERAGE =
      Pattern.compile(
          "(?<![a-z])(ema|swa|average|averaged|shadow)(?![a-z])", Pattern.CASE_INSENSITIVE);

  /** Whether they are called a moving average of the weights: what is meant to be used. */
  boolean isAverage() {
    return AVERAGE.matcher(place).find();
  }

  /** Whether both are the very same weights. */
  boolean isSameAs(StateDictionary other) {
    return tensors.get(MARK) != null && tensors.get(MARK) == other.tensors.get(MARK);
  }
}
