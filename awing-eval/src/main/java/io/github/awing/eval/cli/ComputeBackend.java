package io.github.awing.eval.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.LoggerFactory;

/** Starts ND4J with limits that fit the machine, and describes both in one line. */
public final class ComputeBackend {

  private static final double MEMORY_SHARE = 0.8;

  private ComputeBackend() {}

  /**
   * Starts ND4J and prints its backend on standard error; call this before any other use of ND4J.
   * Memory outside the Java heap may grow to 80 % of the machine's memory; ND4J's own limit follows
   * from the heap and is too small for training. Waiting threads sleep, see {@link ThreadWaiting}.
   * The user's system properties and environment take precedence.
   */
  public static void start() {
    start((long) (MEMORY_SHARE * physicalMemory()));
  }

  /**
   * Chooses folders in which native code can be unpacked, for commands that use OpenCV alone.
   * {@link #start} includes this.
   */
  public static void unpack() {
    NativeCodeFolders.choose();
  }

  static void start(long limit) {
    setIfUnset("org.bytedeco.javacpp.maxbytes", Long.toString(limit));
    setIfUnset("org.bytedeco.javacpp.maxphysicalbytes", Long.toString(limit));
    setIfUnset("org.deeplearning4j.crash.reporting.enabled", "false");
    NativeCodeFolders.choose();
    Optional<String> spinning = ThreadWaiting.sleep();
    // The programs prepare pictures on their own threads; OpenCV's threads would slow those down.
    opencv_core.setNumThreads(1);
    // If two of ND4J's threads create the first logger at once, SLF4J prints a warning for every
    // message that it dropped.
    LoggerFactory.getILoggerFactory();
    System.err.println(describe());
    spinning.ifPresent(System.err::println);
  }

  /**
   * Describes backend, threads and memory in one line, for instance {@code backend: CPU (oneDNN), 2
   * threads, memory 24.0 GB, off-heap limit 19.2 GB}.
   */
  public static String describe() {
    return String.format(
        Locale.ROOT,
        "backend: %s, %d threads, memory %.1f GB, off-heap limit %.1f GB",
        name(),
        Nd4j.getEnvironment().maxMasterThreads(),
        gigabytes(physicalMemory()),
        gigabytes(Math.min(Pointer.maxBytes(), Pointer.maxPhysicalBytes())));
  }

  private static String name() {
    if (!Nd4j.getEnvironment().isCPU()) {
      return Nd4j.getBackend().getClass().getSimpleName();
    }
    String build = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
    return build.contains("HAVE_ONEDNN") ? "CPU (oneDNN)" : "CPU (without oneDNN, slow)";
  }

  private static long physicalMemory() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }

  private static double gigabytes(long bytes) {
    return bytes / (double) (1L << 30);
  }

  private static void setIfUnset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
