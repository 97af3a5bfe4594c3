package io.github.awing.model.layer;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * A graph of this package's layers as it was when this was made, for inference alone: weights in
 * the order that oneDNN likes, batch normalisation made part of convolutions where it can be, and
 * memory that is allocated once and small enough to stay in caches, as it holds one face.
 *
 * <p>Where there are as many faces as cores, every core takes one after the other, and nobody waits
 * for anybody until the last; where there are fewer, all cores share the work on each.
 *
 * <p>Safe for several threads, which take turns.
 */
public final class FrozenGraph implements AutoCloseable {

  private final FrozenWorker together;
  private final List<FrozenWorker> alone;
  private boolean closed;

  /** Where faces come from and go to. Called from several threads, for another face each. */
  public interface Faces {

    /** Fills a buffer with a face's input, in the order of the graph's input. */
    void read(int face, FloatBuffer input);

    /** Takes what comes out of a face, [height, width, channels]. */
    void write(int face, FloatBuffer output);
  }

  /**
   * Freezes a graph with the weights that it has now; it can change or be closed afterwards.
   *
   * @param height of the graph's input, in pixels
   * @param width of the graph's input, in pixels
   * @param channels of the graph's input
   * @param output the name of the vertex whose output is wanted
   * @throws IllegalStateException if that is not possible here
   * @throws IllegalArgumentException if the graph has a layer that cannot be frozen
   */
  public FrozenGraph(ComputationGraph graph, int height, int width, int channels, String output) {
    if (!isPossible()) {
      throw new IllegalStateException("only oneDNN runs a frozen graph, and it is not here");
    }
    int cores = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    FaceShape input = new FaceShape(height, width, channels);
    Function<Cores, FrozenProgram> program = of -> FrozenProgram.of(graph, input, output, of);
    together = new FrozenWorker(cores);
    alone =
        cores == 1 ? List.of() : Stream.generate(() -> new FrozenWorker(1)).limit(cores).toList();
    try {
      together.prepare(() -> program.apply(Cores.ALL)).join();
      if (!alone.isEmpty()) {
        CompletableFuture<FrozenProgram> first =
            alone.get(0).prepare(() -> program.apply(Cores.ONE));
        alone.stream().skip(1).forEach(worker -> worker.prepare(first::join));
        first.join();
      }
    } catch (CompletionException e) {
      close();
      throw causeOf(e);
    }
  }

  /** Whether graphs can be frozen here: oneDNN, and the arrays in memory that it reaches. */
  public static boolean isPossible() {
    return OneDnn.isAvailable();
  }

  /**
   * Runs all faces through it.
   *
   * @param faces how many
   * @throws IllegalStateException if this is closed
   */
  public synchronized void run(int faces, Faces of) {
    if (closed) {
      throw new IllegalStateException("the frozen graph is closed");
    }
    // Uninterruptible: who stopped waiting could free the faces while they are read.
    try {
      if (alone.isEmpty() || faces < alone.size()) {
        together.run(lane -> IntStream.range(0, faces).forEach(face -> lane.run(of, face))).join();
        return;
      }
      AtomicInteger next = new AtomicInteger();
      CompletableFuture.allOf(
              alone.stream()
                  .map(worker -> worker.run(lane -> runRest(lane, of, next, faces)))
                  .toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw causeOf(e);
    }
  }

  private static void runRest(FrozenLane lane, Faces of, AtomicInteger next, int faces) {
    for (int face = next.getAndIncrement(); face < faces; face = next.getAndIncrement()) {
      lane.run(of, face);
    }
  }

  private static RuntimeException causeOf(CompletionException failure) {
    if (failure.getCause() instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure.getCause();
  }

  /** Gives back its memory. Closing it again does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Stream.concat(Stream.of(together), alone.stream()).forEach(FrozenWorker::close);
    }
  }
}
