package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link CardProgram} recorded on the card, to be replayed. Its first run is not recorded, as a
 * library may load code then, which it cannot do while it is recorded. Recorded anew when the
 * memory that it uses lies elsewhere.
 */
final class RecordedProgram implements AutoCloseable {

  private final Card card;
  private final CudaWorkspace workspace;
  private final CardProgram program;
  private final long own;
  private List<Long> placedFor = List.of();
  private boolean hasRun;
  private CardStream.Recording recording;

  RecordedProgram(Card card, CudaWorkspace workspace, CardProgram program) {
    this.card = card;
    this.workspace = workspace;
    this.program = program;
    own = allocateOwn();
  }

  /** Tables, the flag and the counters, which no other program may overwrite. */
  private long allocateOwn() {
    long bytes =
        MemoryPlan.aligned(program.refused().bytes())
            + MemoryPlan.aligned(program.counters().bytes());
    for (Table table : program.tables()) {
      bytes += MemoryPlan.aligned(table.bytes());
    }
    long at = card.allocate(bytes);
    program.refused().lieAt(at);
    program.counters().lieAt(at + MemoryPlan.aligned(program.refused().bytes()));
    long next = program.counters().address() + MemoryPlan.aligned(program.counters().bytes());
    for (Table table : program.tables()) {
      table.lieAt(next);
      next += MemoryPlan.aligned(table.bytes());
    }
    workspace.stream().clear(at, bytes);
    return at;
  }

  CardProgram program() {
    return program;
  }

  /** Places all that it uses for a run with these residents, by number. */
  void prepare(Map<Integer, INDArray> residents) {
    List<Long> addresses = new ArrayList<>();
    addresses.add(workspace.arena(program.arenaBytes()));
    residents.forEach(
        (number, array) -> {
          long address = workspace.residents().address(array);
          program.buffers().get(number).region().lieAt(address);
          addresses.add(address);
        });
    if (!addresses.equals(placedFor)) {
      closeRecording();
      placeIn(addresses.get(0));
      placedFor = addresses;
      hasRun = false;
    }
  }

  private void placeIn(long arena) {
    program.temporaries().forEach(region -> region.lieAt(arena + region.offset()));
    program.tables().forEach(table -> table.upload(workspace.stream()));
  }

  /** Adds all launches to the workspace's stream. */
  void run() {
    if (!hasRun) {
      launchAll();
      hasRun = true;
      return;
    }
    if (recording == null) {
      recording = workspace.stream().record(this::launchAll);
    }
    workspace.stream().replay(recording);
  }

  private void launchAll() {
    CardStream stream = workspace.stream();
    stream.clear(program.refused().address(), Integer.BYTES);
    program.launches().forEach(launch -> launch.on(stream));
  }

  private void closeRecording() {
    if (recording != null) {
      recording.close();
      recording = null;
    }
  }

  @Override
  public void close() {
    closeRecording();
    card.free(own);
  }
}
