package io.github.awing.train;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.eval.cli.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Thrown when the loss, or a weight, is NaN or infinite, or the loss has exploded. */
public final class DivergedException extends FailureException {

  private static final long serialVersionUID = 1L;

  private static final String REMEDY =
      "; try a lower learning-rate, a warm-up or a gradient-clip, or --on-divergence rollback";

  /**
   * For a loss that is NaN or infinite, or has exploded.
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
   * For weights that are NaN or infinite after a step whose loss was finite.
   *
   * @param what is wrong, for instance {@code NaN in l0_W}
   */
  DivergedException(long step, String what) {
    super("step %d left %s".formatted(step, what) + REMEDY);
  }
}
