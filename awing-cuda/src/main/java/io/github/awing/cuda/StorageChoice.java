package io.github.awing.cuda;

import io.github.awing.program.Buffer;
import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Op;
import io.github.awing.program.Program;
import io.github.awing.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses the types of a program's buffers in the card's memory. */
final class StorageChoice {

  private StorageChoice() {}

  /**
   * The type of every buffer, by number.
   *
   * @param activations type of the activations between layers
   */
  static List<Storage> of(Program program, Storage activations) {
    List<Storage> storages = new ArrayList<>();
    Set<Integer> heatmaps = new HashSet<>();
    Set<Integer> losses = new HashSet<>();
    for (Step step : program.steps()) {
      if (step.op() instanceof Op.Loss) {
        heatmaps.add(step.reads().get(0).buffer());
        losses.add(step.writes().get(1).buffer());
      } else if (step.op() instanceof Op.Penalty) {
        losses.add(step.writes().get(0).buffer());
      } else if (step.op() instanceof Op.ChannelsFirst) {
        heatmaps.add(step.reads().get(0).buffer());
      }
    }
    for (int number = 0; number < program.buffers().size(); number++) {
      Buffer buffer = program.buffers().get(number);
      boolean isActivation =
          buffer.role() == Role.TEMPORARY && buffer.perFace() && !heatmaps.contains(number);
      storages.add(
          losses.contains(number) ? Storage.DOUBLE : isActivation ? activations : Storage.FLOAT);
    }
    return storages;
  }
}
