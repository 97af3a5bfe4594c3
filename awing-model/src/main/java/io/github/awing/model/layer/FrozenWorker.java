package io.github.awing.model.layer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOpsHolder;

/** A thread that runs a program, with as many of oneDNN's threads as it was made for. */
final class FrozenWorker implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "heatmaps");
            daemon.setDaemon(true);
            return daemon;
          });

  private FrozenProgram program;

  /** Made when it is needed first: it is most of the memory. */
  private FrozenLane lane;

  FrozenWorker(int oneDnnThreads) {
    // OpenMP's number belongs to the thread that sets it.
    thread.execute(
        () -> NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(oneDnnThreads));
  }

  /** Compiles, on this thread, as oneDNN then makes it for this thread's number of its own. */
  CompletableFuture<FrozenProgram> prepare(Supplier<FrozenProgram> compilation) {
    return CompletableFuture.supplyAsync(
        () -> {
          program = compilation.get();
          return program;
        },
        thread);
  }

  CompletableFuture<Void> run(Consumer<FrozenLane> work) {
    return CompletableFuture.runAsync(
        () -> {
          if (lane == null) {
            lane = new FrozenLane(program);
          }
          work.accept(lane);
        },
        thread);
  }

  /** After what was asked for. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          if (lane != null) {
            lane.close();
          }
        });
    thread.shutdown();
  }
}
