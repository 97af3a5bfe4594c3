package io.github.awing.program.cpu;

import io.github.awing.program.Precision;
import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Distribution of a program's work to threads.
 *
 * @param facesPerSlice number of faces of a slice
 * @param workers number of threads that compute slices
 * @param cores cores that run the loops of each worker
 * @param oneDnn whether oneDNN computes the convolutions, else ND4J
 * @param threads number of oneDNN's threads for each worker
 * @param precision of convolutions
 */
record Parallelism(
    int facesPerSlice, int workers, Cores cores, boolean oneDnn, int threads, Precision precision) {

  /** Largest share of the cores' time that may be lost when faces do not fill all cores. */
  private static final double LOST = 0.25;

  /** Number of multiplications in the time that waking a thread takes, about 0.05 milliseconds. */
  private static final long WORTH_SHARING = 6_000_000;

  /** Whether workers that compute whole faces are busy enough. */
  static boolean isByFace(long faces, int workers) {
    long rounds = (faces + workers - 1) / workers;
    return faces >= (1 - LOST) * rounds * workers;
  }

  /**
   * Makes primitives for this number of threads. A primitive always runs on the number of threads
   * for which it was made.
   */
  <T> T make(Supplier<T> primitives) {
    return make(threads, primitives);
  }

  /** Makes a primitive; for one thread if its work is shorter than waking another thread. */
  <T> T make(long multiplications, Supplier<T> primitive) {
    return multiplications < WORTH_SHARING ? make(1, primitive) : primitive.get();
  }

  private static <T> T make(int threads, Supplier<T> primitives) {
    // OpenMP's number of threads is a setting of the calling thread.
    NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = openMp.ompGetMaxThreads();
    openMp.setOmpNumThreads(threads);
    try {
      return primitives.get();
    } finally {
      openMp.setOmpNumThreads(before);
    }
  }
}
