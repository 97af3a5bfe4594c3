package io.github.awing.cuda;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.github.awing.program.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Emulates a card on the processor: kernels are compiled as C++, convolutions are loops. New memory
 * is NaN, so that reads before the first write show.
 */
final class EmulatedCard implements Card {

  private static final Pattern KERNEL = Pattern.compile("extern \"C\" __global__ void (\\w+)\\(");
  private static final byte NOT_A_NUMBER = (byte) 0xff;
  private static final long GUARD = 256;

  private final NativeCompiler compiler;
  private final Function convolve;
  private final Map<Long, Pointer> allocated = new ConcurrentHashMap<>();

  /** Lock, since kernels share the shim's state within a library. */
  private final Object turn = new Object();

  EmulatedCard(Path folder) {
    compiler = new NativeCompiler(folder);
    convolve = compiler.compile(resource("convolution.cpp")).getFunction("convolve");
    compiler.precompile("shim.hpp", resource("shim.hpp"));
  }

  private static String resource(String name) {
    try (InputStream stream = EmulatedCard.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CardFacts facts() {
    return new CardFacts("an emulated card", 9, 0, 3, 1L << 30);
  }

  @Override
  public long allocate(long bytes) {
    long start = Native.malloc(bytes + GUARD);
    long aligned = (start + GUARD - 1) / GUARD * GUARD;
    Pointer pointer = new Pointer(aligned);
    pointer.setMemory(0, bytes, NOT_A_NUMBER);
    allocated.put(aligned, new Pointer(start));
    return aligned;
  }

  @Override
  public void free(long address) {
    Pointer start = allocated.remove(address);
    if (start == null) {
      throw new IllegalStateException("memory that is not allocated is given back");
    }
    Native.free(Pointer.nativeValue(start));
  }

  /** Number of blocks of memory that were not freed. */
  int allocations() {
    return allocated.size();
  }

  @Override
  public long allocatePinned(long bytes) {
    return allocate(bytes);
  }

  @Override
  public void freePinned(long address) {
    free(address);
  }

  @Override
  public Kernels compile(String name, String source, List<String> options) {
    StringBuilder text = new StringBuilder("#include \"shim.hpp\"\n");
    options.forEach(option -> text.append(defined(option)));
    text.append(source);
    Matcher kernels = KERNEL.matcher(source);
    boolean waits = source.contains("__syncthreads");
    while (kernels.find()) {
      String kernel = kernels.group(1);
      text.append(
          ("extern \"C\" __attribute__((visibility(\"default\"))) void launch_%s(int blocks, int threads, long long* slots) {"
                  + " launch(%s, %s, blocks, threads, slots); }\n")
              .formatted(kernel, kernel, waits));
    }
    NativeLibrary library = compiler.compile(text.toString());
    return kernel -> new EmulatedKernel(library.getFunction("launch_" + kernel));
  }

  /** The preprocessor line of an option -DNAME=VALUE. */
  private static String defined(String option) {
    return "#define " + option.substring("-D".length()).replace('=', ' ') + "\n";
  }

  private record EmulatedKernel(Function function) implements Kernel {}

  @Override
  public CardConvolution convolution(ConvolutionTask task) {
    return new EmulatedConvolution(task);
  }

  private record EmulatedConvolution(ConvolutionTask task) implements CardConvolution {
    @Override
    public long workspaceBytes() {
      return 1000;
    }

    int[] size() {
      return new int[] {
        task.faces(),
        task.height(),
        task.width(),
        task.inputs(),
        task.outputs(),
        task.kernel(),
        task.stride(),
        task.padding()
      };
    }
  }

  @Override
  public CardStream newStream() {
    return new EmulatedStream(this);
  }

  void launch(Kernel kernel, int blocks, int threads, long[] arguments) {
    synchronized (turn) {
      ((EmulatedKernel) kernel).function.invoke(new Object[] {blocks, threads, arguments});
    }
  }

  void convolve(CardConvolution convolution, long first, long second, long result) {
    EmulatedConvolution mine = (EmulatedConvolution) convolution;
    boolean halved = mine.task.precision() == Precision.BFLOAT16;
    convolve.invoke(
        new Object[] {
          mine.task.pass().ordinal(),
          halved ? 1 : 0,
          mine.task.floatResult() ? 1 : 0,
          mine.size(),
          new Pointer(first),
          new Pointer(second),
          new Pointer(result)
        });
  }

  @Override
  public void close() {}
}
