package io.github.awing.cuda;

import io.github.awing.cuda.CardProgram.Span;
import io.github.awing.loss.TargetRange;
import io.github.awing.loss.internal.NativeFloats;
import io.github.awing.program.Buffer;
import io.github.awing.program.Buffer.Role;
import io.github.awing.program.Executable;
import io.github.awing.program.Op;
import io.github.awing.program.Operand;
import io.github.awing.program.Program;
import io.github.awing.program.Step;
import io.github.awing.program.TensorShape;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Executable on a card: recorded once for every number of faces, and replayed. */
final class CudaExecutable implements Executable {

  /** Largest number of recordings kept, as many as the sizes of a predictor's batches. */
  private static final int KEPT = 32;

  /** Divisor of the card's memory that limits the arena of a program that keeps activations. */
  private static final int MEMORY_TO_KEEP = 2;

  private final CardEngine engine;
  private final Program program;
  private final CudaWorkspace workspace;
  private final Constants constants;
  private final Transfers transfers;
  private final Map<Variant, RecordedProgram> recorded =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Variant, RecordedProgram> eldest) {
          boolean full = size() > KEPT;
          if (full) {
            eldest.getValue().close();
          }
          return full;
        }
      };
  private Staging staging;
  private boolean closed;

  /** Key of a recording: the multiple of the program's faces, and the inputs given. */
  private record Variant(int repeats, Set<Integer> given) {}

  /** Download that is in page-locked memory when the stream is done. */
  private record Arrival(long host, long pinned, long bytes) {}

  CudaExecutable(CardEngine engine, Program program, CudaWorkspace workspace) {
    this.engine = engine;
    this.program = program;
    this.workspace = workspace;
    constants = new Constants(engine, program, workspace.stream());
    transfers = new Transfers(engine.card(), workspace.stream());
  }

  @Override
  public synchronized void stage(Map<Operand, INDArray> inputs) {
    requireOpen();
    if (staging == null) {
      staging = new Staging(engine.card());
    }
    Map<Integer, INDArray> byNumber = new HashMap<>();
    inputs.forEach((operand, array) -> byNumber.put(operand.buffer(), array));
    staging.stage(byNumber);
  }

  @Override
  public synchronized void run(Map<Operand, INDArray> arrays) {
    requireOpen();
    Map<Integer, INDArray> given = new TreeMap<>();
    arrays.forEach((operand, array) -> given.put(operand.buffer(), array));
    Variant variant = new Variant(repeats(given), Set.copyOf(given.keySet()));
    synchronized (workspace) {
      RecordedProgram run = recorded(variant);
      run.prepare(residents(run.program(), given));
      transfers.begin(room(run.program(), given));
      upload(run.program(), given);
      run.run();
      List<Arrival> arrivals = download(run.program(), given);
      long refused = transfers.download(run.program().refused().address(), Integer.BYTES);
      workspace.stream().await();
      requireAccepted(refused, given, variant.repeats);
      arrivals.forEach(arrival -> Transfers.copy(arrival.host, arrival.pinned, arrival.bytes));
    }
    Reference.reachabilityFence(arrays);
  }

  private RecordedProgram recorded(Variant variant) {
    RecordedProgram found = recorded.get(variant);
    if (found == null) {
      found = new RecordedProgram(engine.card(), workspace, lowered(variant));
      recorded.put(variant, found);
    }
    return found;
  }

  /** Lowers the program, with activations kept if the card has the memory. */
  private CardProgram lowered(Variant variant) {
    CardProgram keeping = lowered(KeptActivations.of(program), variant);
    long most = engine.card().facts().bytes() / MEMORY_TO_KEEP;
    return keeping.arenaBytes() <= most ? keeping : lowered(program, variant);
  }

  private CardProgram lowered(Program steps, Variant variant) {
    return new Lowering(engine, steps, variant.repeats, constants, variant.given).run();
  }

  private int repeats(Map<Integer, INDArray> given) {
    int repeats = 0;
    for (Map.Entry<Integer, INDArray> entry : given.entrySet()) {
      Buffer buffer = program.buffers().get(entry.getKey());
      int found = HostMemory.repeats(buffer, entry.getValue());
      if (buffer.perFace()) {
        if (repeats != 0 && found != repeats) {
          throw new IllegalArgumentException(
              "all arrays of a run must be for the same number of faces");
        }
        repeats = found;
      }
    }
    return Math.max(1, repeats);
  }

  private Map<Integer, INDArray> residents(CardProgram run, Map<Integer, INDArray> given) {
    Map<Integer, INDArray> residents = new TreeMap<>();
    for (int number : run.buffers().keySet()) {
      if (program.buffers().get(number).role() == Role.RESIDENT) {
        residents.put(number, given.get(number));
      }
    }
    return residents;
  }

  private long room(CardProgram run, Map<Integer, INDArray> given) {
    long room = Transfers.room(Integer.BYTES);
    for (int number : run.uploaded()) {
      room += Transfers.room(HostMemory.bytes(given.get(number)));
    }
    for (List<Span> spans : run.written().values()) {
      for (Span span : spans) {
        room += Transfers.room(span.bytes());
      }
    }
    return room;
  }

  private void upload(CardProgram run, Map<Integer, INDArray> given) {
    Set<Integer> staged =
        staging == null ? Set.of() : staging.take(given, workspace.stream(), run.buffers());
    for (int number : run.uploaded()) {
      if (!staged.contains(number)) {
        INDArray array = given.get(number);
        transfers.upload(
            run.buffers().get(number).address(),
            NativeFloats.address(array),
            HostMemory.bytes(array));
      }
    }
  }

  private List<Arrival> download(CardProgram run, Map<Integer, INDArray> given) {
    List<Arrival> arrivals = new ArrayList<>();
    run.written()
        .forEach(
            (number, spans) -> {
              INDArray array = given.get(number);
              if (program.buffers().get(number).role() == Role.RESIDENT) {
                workspace.residents().markChanged(array);
                return;
              }
              long card = run.buffers().get(number).address();
              long host = NativeFloats.address(array);
              for (Span span : spans) {
                long pinned = transfers.download(card + span.from(), span.bytes());
                arrivals.add(new Arrival(host + span.from(), pinned, span.bytes()));
              }
            });
    return arrivals;
  }

  /** Evaluates the loss to throw its error on the targets, if the card has refused them. */
  private void requireAccepted(long refused, Map<Integer, INDArray> given, int repeats) {
    try (IntPointer flag = new IntPointer(1)) {
      Transfers.copy(flag.address(), refused, Integer.BYTES);
      if (flag.get() == 0) {
        return;
      }
    }
    for (Step step : program.steps()) {
      if (step.op() instanceof Op.Loss op && op.loss().targetRange() == TargetRange.REFUSE) {
        INDArray targets = shaped(step.reads().get(1), given, repeats);
        INDArray mask = shaped(step.reads().get(2), given, repeats);
        INDArray numbers = mask == null ? null : mask.reshape(mask.size(0), -1);
        try (INDArray gradient = Nd4j.createUninitialized(DataType.FLOAT, targets.shape(), 'c')) {
          op.loss().evaluateFaces(targets, targets, numbers, 1, gradient, 1);
        }
      }
    }
    throw new IllegalStateException("the card has refused targets that the loss accepts");
  }

  private static INDArray shaped(Operand operand, Map<Integer, INDArray> given, int repeats) {
    INDArray array = given.get(operand.buffer());
    TensorShape shape = operand.shape();
    return array == null
        ? null
        : array.reshape(
            'c', (long) shape.faces() * repeats, shape.height(), shape.width(), shape.channels());
  }

  @Override
  public synchronized void synchronise() {
    requireOpen();
    synchronized (workspace) {
      workspace.residents().synchronise();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the program is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (staging != null) {
        staging.close();
      }
      recorded.values().forEach(RecordedProgram::close);
      constants.close();
      transfers.close();
    }
  }
}
