package io.github.awing.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
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

  private static final ConvolutionShape ANY_CONVOLUTION =
      new ConvolutionShape(1, 8, 8, 16, 16, 3, 1, 1, false);

  private final FrozenWorker together;
  private final List<FrozenWorker> alone;
  private final List<FrozenProgram> programs = new ArrayList<>();
  private boolean closed;

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
        cores == 1
            ? List.of(together)
            : Stream.generate(() -> new FrozenWorker(1)).limit(cores).toList();
    try {
      programs.add(together.prepare(() -> program.apply(Cores.ALL)).join());
      if (cores > 1) {
        FrozenProgram one = alone.get(0).prepare(() -> program.apply(Cores.ONE)).join();
        programs.add(one);
        alone.stream().skip(1).forEach(worker -> worker.prepare(() -> one));
      }
    } catch (CompletionException e) {
      close();
      throw causeOf(e);
    }
  }

  /**
   * Whether graphs can be frozen here: oneDNN is here, with convolutions for this processor and not
   * only its plain reference, and the arrays are in memory that it reaches.
   */
  public static boolean isPossible() {
    return OneDnn.isAvailable()
        && new OneDnnShape(ANY_CONVOLUTION, ConvolutionPrecision.FLOAT32).isFast();
  }

  /**
   * Runs all faces through it.
   *
   * @param faces float [N, channels, height, width], dense
   * @param results where what comes out goes, likewise
   * @throws IllegalStateException if this is closed
   */
  public synchronized void run(INDArray faces, INDArray results) {
    if (closed) {
      throw new IllegalStateException("the frozen graph is closed");
    }
    int count = (int) faces.size(0);
    AtomicInteger next = new AtomicInteger();
    Consumer<FrozenLane> rest =
        lane -> {
          for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
            lane.run(faces, results, n);
          }
        };
    List<FrozenWorker> workers = count < alone.size() ? List.of(together) : alone;
    // Uninterruptible: who stopped waiting could free the faces while they are read.
    try {
      CompletableFuture.allOf(
              workers.stream().map(worker -> worker.run(rest)).toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw causeOf(e);
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
      Stream.concat(Stream.of(together), alone.stream()).distinct().forEach(FrozenWorker::close);
      programs.forEach(FrozenProgram::close);
    }
  }
}
