package io.github.awing.train;

import io.github.awing.model.TrainingProgram;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Trains on one device, by a compiled program.
 *
 * @param program takes the steps; closed with this
 * @param accumulate batches in a step, at least 1; at the batches' end a step may have fewer
 */
record ProgramFitting(TrainingProgram program, int accumulate) implements Fitting {

  @Override
  public boolean fit(
      MultiDataSetIterator batches,
      Supplier<Optional<MultiDataSet>> upcoming,
      DoublePredicate goesOn) {
    while (batches.hasNext()) {
      if (!goesOn.test(program.step(batches, accumulate, upcoming))) {
        program.discardUpcoming();
        return !batches.hasNext();
      }
    }
    return true;
  }

  @Override
  public List<Double> stackLosses() {
    return program.stackLosses();
  }

  @Override
  public void synchronise() {
    program.synchronise();
  }

  @Override
  public void close() {
    program.close();
  }
}
