package io.github.awing.train;

import io.github.awing.data.AnnotatedFace;
import io.github.awing.eval.program.FailureException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The loss is no number any more, or has exploded: nothing that follows would learn. */
final class DivergedException extends FailureException {

  private static final long serialVersionUID = 1L;

  DivergedException(long step, double loss, List<AnnotatedFace> batch) {
    super(
        String.format(
            Locale.ROOT,
            "the loss became %s at step %d%s; try a lower learning-rate, a warm-up or a"
                + " gradient-clip, or --on-divergence rollback",
            loss,
            step,
            batch.isEmpty()
                ? ", when its weights were to be saved"
                : batch.stream()
                    .map(AnnotatedFace::image)
                    .collect(Collectors.joining(", ", " (pictures ", ")"))));
  }
}
