package io.github.awing.program.cpu;

import io.github.awing.program.Device;
import io.github.awing.program.Executable;
import io.github.awing.program.Precision;
import io.github.awing.program.Program;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The processor as a device: convolutions by oneDNN or else ND4J, all other operations by Java
 * loops over native memory.
 */
final class CpuDevice implements Device {

  private static final ConvolutionShape ANY_CONVOLUTION =
      new ConvolutionShape(1, 8, 8, 16, 16, 3, 1, 1, false);

  private final Precision precision;
  private final boolean oneDnn;
  private final int threads;

  /** Workers that each use one core. */
  private final Workers alone;

  /** One worker that uses all cores. */
  private final Workers together;

  /**
   * Starts the threads.
   *
   * @param precision of convolutions, if oneDNN supports it
   * @param threads at least 1
   */
  CpuDevice(Precision precision, int threads) {
    this(
        precision,
        threads,
        OneDnn.isAvailable() && new OneDnnShape(ANY_CONVOLUTION, Precision.FLOAT32).isFast());
  }

  private CpuDevice(Precision precision, int threads, boolean oneDnn) {
    this.precision = precision;
    this.threads = threads;
    this.oneDnn = oneDnn;
    together = new Workers(1, false);
    alone = new Workers(threads, true);
  }

  /** Makes a device with ND4J's convolutions, as on processors that oneDNN has no code for. */
  static CpuDevice withoutOneDnn(int threads) {
    return new CpuDevice(Precision.FLOAT32, threads, false);
  }

  /** The number of threads that OpenMP would use. */
  static int usualThreads() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
  }

  @Override
  public String name() {
    return (oneDnn ? "CPU (oneDNN" : "CPU (ND4J") + ", %d threads)".formatted(threads);
  }

  boolean hasOneDnn() {
    return oneDnn;
  }

  @Override
  public Workspace workspace() {
    return new Arena();
  }

  /** Whether this number of faces keeps the cores busy if each worker computes whole faces. */
  boolean isByFace(long faces) {
    return oneDnn && Parallelism.isByFace(faces, threads);
  }

  Workers workers(boolean byFace) {
    return byFace ? alone : together;
  }

  @Override
  public Executable bind(Program program, Workspace workspace) {
    return new CpuExecutable(
        program,
        this,
        byFace -> new BoundProgram(program, parallelism(program, byFace), (Arena) workspace));
  }

  private Parallelism parallelism(Program program, boolean byFace) {
    return byFace
        ? new Parallelism(1, threads, Cores.ONE, oneDnn, 1, precision)
        : new Parallelism(program.faces(), 1, Cores.ALL, oneDnn, threads, precision);
  }
}
