package io.github.awing.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link CardProgram} that is recorded on the card and replayed. Its first run is not recorded,
 * because a library may load code then, which is not possible during a recording. It is recorded
 * again when the address of its memory has changed.
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

  /** Allocates tables, the flag and the counters, which no other program may overwrite. */
  private long allocateOwn() {
    long bytes =
        MemoryPlan.aligned(program.refused().bytes())
            + MemoryPlan.aligned(program.counters().bytes());
    for (Table table : program.tables()) {
      bytes += MemoryPlan.aligned(table.bytes());
    }
    long at = card.allocate(bytes);
    program.refused().setAddress(at);
    program.counters().setAddress(at + MemoryPlan.aligned(program.refused().bytes()));
    long next = program.counters().address() + MemoryPlan.aligned(program.counters().bytes());
    for (Table table : program.tables()) {
      table.setAddress(next);
      next += MemoryPlan.aligned(table.bytes());
    }
    workspace.stream().clear(at, bytes);
    return at;
  }

  CardProgram program() {
    return program;
  }

  /** Sets all addresses for a run with these residents, given by number. */
  void prepare(Map<Integer, INDArray> residents) {
    List<Long> addresses = new ArrayList<>();
    addresses.add(workspace.arena(program.arenaBytes()));
    residents.forEach(
        (number, array) -> {
          long address = workspace.residents().address(array);
          program.buffers().get(number).region().setAddress(address);
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
    program.temporaries().forEach(region -> region.setAddress(arena + region.offset()));
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
