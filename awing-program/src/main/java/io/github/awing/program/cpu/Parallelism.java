package io.github.awing.program.cpu;

import io.github.awing.program.Precision;
import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How a program's work is shared out.
 *
 * @param facesPerSlice faces that a worker takes at once
 * @param workers threads that take slices
 * @param cores on how many cores our loops run in each
 * @param oneDnn whether oneDNN convolves, or ND4J
 * @param threads of oneDNN in each
 * @param precision of convolutions
 */
record Parallelism(
    int facesPerSlice, int workers, Cores cores, boolean oneDnn, int threads, Precision precision) {

  /** The share of the cores' time that may be lost where faces do not fill all of them. */
  private static final double LOST = 0.25;

  /** Multiplications that are done in the twentieth of a millisecond that waking a thread takes. */
  private static final long WORTH_SHARING = 6_000_000;

  /** Whether workers that take a face at a time are busy enough. */
  static boolean isByFace(long faces, int workers) {
    long rounds = (faces + workers - 1) / workers;
    return faces >= (1 - LOST) * rounds * workers;
  }

  /** Makes primitives for all threads; as many as they were made for run them. */
  <T> T make(Supplier<T> primitives) {
    return make(threads, primitives);
  }

  /** Makes a primitive: for one thread, if its work is done before another has woken up. */
  <T> T make(long multiplications, Supplier<T> primitive) {
    return multiplications < WORTH_SHARING ? make(1, primitive) : primitive.get();
  }

  private static <T> T make(int threads, Supplier<T> primitives) {
    // OpenMP's number belongs to the thread that sets it.
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
