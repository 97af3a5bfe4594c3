package io.github.awing.eval;

import java.util.List;

/**
 * Pictures that stand in only one of two files, the truth and a method's predictions.
 *
 * @param missing pictures of true faces without a prediction; each such face counts as a failure
 * @param withoutTruth pictures of predictions that the truth does not list; ignored
 */
record UnmatchedPictures(List<String> missing, List<String> withoutTruth) {}
