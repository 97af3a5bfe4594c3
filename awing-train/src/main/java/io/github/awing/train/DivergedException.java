package io.github.awing.train;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.eval.cli.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Thrown when the loss is no number any more, or has exploded: no further step would learn. */
public final class DivergedException extends FailureException {

  private static final long serialVersionUID = 1L;

  private static final String REMEDY =
      "; try a lower learning-rate, a warm-up or a gradient-clip, or --on-divergence rollback";

  /**
   * For a loss that is no number any more, or has exploded.
   *
   * @param batch the faces that it is of, at least one
   */
  DivergedException(long step, double loss, List<AnnotatedFace> batch) {
    super(
        String.format(
            Locale.ROOT,
            "the loss became %s at step %d (pictures %s)" + REMEDY,
            loss,
            step,
            batch.stream().map(AnnotatedFace::image).collect(Collectors.joining(", "))));
  }

  /**
   * For weights that are no numbers any more, though the loss before the step was one.
   *
   * @param what is wrong, for instance {@code NaN in l0_W}
   */
  DivergedException(long step, String what) {
    super("step %d left %s".formatted(step, what) + REMEDY);
  }
}
