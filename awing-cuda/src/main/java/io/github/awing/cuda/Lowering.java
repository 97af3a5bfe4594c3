package io.github.awing.cuda;

import io.github.awing.program.Buffer;
import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers a program's steps to launches for a card.
 *
 * <p>Activations, which are the temporaries with a part for each face, are stored in the
 * precision's type. Heatmaps, which losses and callers read, and all other numbers are floats.
 */
final class Lowering {

  private final CardEngine engine;
  private final Program program;
  private final int repeats;
  private final Constants constants;
  private final Set<Integer> given;
  private final List<Storage> storages;
  private final Map<Integer, Region> buffers = new HashMap<>();
  private final List<Region> temporaries = new ArrayList<>();
  private final List<Launch> launches = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final Map<Integer, List<CardProgram.Span>> written = new HashMap<>();
  private final List<Integer> uploaded = new ArrayList<>();
  private final SharedScratch partial = new SharedScratch();
  private final SharedScratch workspace = new SharedScratch();
  private final SharedScratch counters = new SharedScratch();
  private final SharedScratch refused = new SharedScratch();
  private final WeightOrders weights;
  private final OptimiserLaunches optimiser;
  private int now;

  /**
   * Prepares the lowering of a program.
   *
   * @param repeats multiple of the program's faces
   * @param constants of the program
   * @param given numbers of the buffers that the caller gives; inputs may be missing
   */
  Lowering(
      CardEngine engine, Program program, int repeats, Constants constants, Set<Integer> given) {
    this.engine = engine;
    this.program = program;
    this.repeats = repeats;
    this.constants = constants;
    this.given = given;
    storages = StorageChoice.of(program, engine.activations());
    refused.require(Integer.BYTES);
    weights = new WeightOrders(this);
    optimiser = new OptimiserLaunches(this);
  }

  /** Lowers all steps. */
  CardProgram run() {
    findTransfers();
    weights.orderAtStart(program.steps());
    for (Step step : program.steps()) {
      if (!(step.op() instanceof Op.Update)) {
        optimiser.flush();
      }
      weights.flushGradients(step);
      lower(step);
      weights.discardUpdated(step);
      now++;
    }
    optimiser.flush();
    weights.flushGradients();
    Map<Integer, Place> places = new HashMap<>();
    buffers.forEach(
        (number, region) -> {
          Role role = program.buffers().get(number).role();
          if (role == Role.INPUT || role == Role.OUTPUT) {
            region.touch(0);
            region.touch(now);
          }
          if (role != Role.CONSTANT && role != Role.TEMPORARY) {
            places.put(number, new Place(region, 0, storages.get(number)));
          }
        });
    temporaries.add(partial.region(now));
    temporaries.add(workspace.region(now));
    return new CardProgram(
        launches,
        temporaries,
        places,
        written,
        uploaded,
        tables,
        MemoryPlan.place(temporaries),
        counters.region(now),
        refused.region(now));
  }

  /** Finds the inputs and outputs to copy to the card, and the results to copy back. */
  private void findTransfers() {
    Set<Integer> touched = new HashSet<>();
    for (Step step : program.steps()) {
      for (Operand read : step.allReads().toList()) {
        Role role = buffer(read).role();
        boolean first = touched.add(read.buffer());
        if (first && (role == Role.INPUT || role == Role.OUTPUT) && isGiven(read)) {
          uploaded.add(read.buffer());
        }
      }
      for (Operand write : step.writes()) {
        touched.add(write.buffer());
        Role role = buffer(write).role();
        if (role == Role.OUTPUT || role == Role.RESIDENT) {
          int bytes = storages.get(write.buffer()).bytes();
          written
              .computeIfAbsent(write.buffer(), absent -> new ArrayList<>())
              .add(new CardProgram.Span(write.offset() * bytes, shape(write).floats() * bytes));
        }
      }
    }
  }

  private void lower(Step step) {
    Op op = step.op();
    if (op instanceof Op.Convolution convolution) {
      new ConvolutionLaunches(this).forward(step, convolution);
    } else if (op instanceof Op.ConvolutionInputGradient convolution) {
      new ConvolutionLaunches(this).inputGradient(step, convolution);
    } else if (op instanceof Op.ConvolutionWeightGradient convolution) {
      new ConvolutionLaunches(this).weightGradient(step, convolution);
    } else if (op instanceof Op.Statistics) {
      new BatchNormLaunches(this).statistics(step);
    } else if (op instanceof Op.Normalise normalise) {
      new BatchNormLaunches(this).normalise(step, normalise);
    } else if (op instanceof Op.NormaliseSums sums) {
      new BatchNormLaunches(this).sums(step, sums);
    } else if (op instanceof Op.NormaliseGradient gradient) {
      new BatchNormLaunches(this).gradient(step, gradient);
    } else if (op instanceof Op.Loss loss) {
      new LossLaunch(this).add(step, loss);
    } else if (op instanceof Op.Penalty penalty) {
      optimiser.penalty(step, penalty);
    } else if (op instanceof Op.Clip clip) {
      optimiser.clip(step, clip);
    } else if (op instanceof Op.Update update) {
      optimiser.update(step, update);
    } else {
      new ElementLaunches(this).add(step);
    }
  }

  CardEngine engine() {
    return engine;
  }

  Constants constants() {
    return constants;
  }

  WeightOrders weights() {
    return weights;
  }

  SharedScratch partial() {
    return partial;
  }

  SharedScratch workspace() {
    return workspace;
  }

  SharedScratch counters() {
    return counters;
  }

  SharedScratch refused() {
    return refused;
  }

  Buffer buffer(Operand operand) {
    return program.buffers().get(operand.buffer());
  }

  /** Whether the caller gives the operand in this run, or it belongs to the program. */
  boolean isGiven(Operand operand) {
    Role role = buffer(operand).role();
    return role == Role.TEMPORARY || role == Role.CONSTANT || given.contains(operand.buffer());
  }

  /** Shape of the operand for all faces of the run. */
  TensorShape shape(Operand operand) {
    TensorShape shape = operand.shape();
    return buffer(operand).perFace() ? shape.withFaces(shape.faces() * repeats) : shape;
  }

  Storage storage(Operand operand) {
    return storages.get(operand.buffer());
  }

  /** Place of an operand of the current step. */
  Place place(Operand operand) {
    Storage storage = storage(operand);
    Region region = buffers.computeIfAbsent(operand.buffer(), number -> regionOf(operand, storage));
    region.touch(now);
    return new Place(region, operand.offset() * storage.bytes(), storage);
  }

  private Region regionOf(Operand operand, Storage storage) {
    Buffer buffer = buffer(operand);
    if (buffer.role() == Role.CONSTANT) {
      return constants.region(operand.buffer());
    }
    long floats = buffer.floats() * (buffer.perFace() ? repeats : 1);
    Region region = new Region(floats * storage.bytes());
    if (buffer.role() != Role.RESIDENT) {
      temporaries.add(region);
    }
    return region;
  }

  /** Allocates memory from the current step to the last step that uses it. */
  Region scratch(long bytes) {
    Region region = new Region(bytes);
    region.touch(now);
    temporaries.add(region);
    return region;
  }

  /** Marks a region as used by the current step. */
  void touch(Region region) {
    region.touch(now);
  }

  Table table(int words) {
    Table table = new Table(words);
    tables.add(table);
    return table;
  }

  void add(Launch launch) {
    launches.add(launch);
  }
}
