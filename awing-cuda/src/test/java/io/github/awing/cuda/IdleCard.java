package io.github.awing.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Card that computes nothing, and records the kernels and convolutions requested from it. */
final class IdleCard implements Card {

  /** Compiled file. */
  record Compiled(String name, String source, List<String> options) {}

  private final Set<Compiled> compiled = new LinkedHashSet<>();
  private final Set<ConvolutionTask> convolutions = new LinkedHashSet<>();
  private final Map<Long, Memory> pinned = new HashMap<>();
  private long next = 256;

  Set<Compiled> compiled() {
    return compiled;
  }

  Set<ConvolutionTask> convolutions() {
    return convolutions;
  }

  @Override
  public CardFacts facts() {
    return new CardFacts("an idle card", 9, 0, 132, 80L << 30);
  }

  @Override
  public synchronized long allocate(long bytes) {
    long address = next;
    next += (bytes + 255) / 256 * 256;
    return address;
  }

  @Override
  public void free(long address) {}

  @Override
  public synchronized long allocatePinned(long bytes) {
    Memory memory = new Memory(bytes);
    memory.clear();
    long address = Pointer.nativeValue(memory);
    pinned.put(address, memory);
    return address;
  }

  @Override
  public synchronized void freePinned(long address) {
    pinned.remove(address);
  }

  @Override
  public Kernels compile(String name, String source, List<String> options) {
    compiled.add(new Compiled(name, source, options));
    return kernel -> new Kernel() {};
  }

  @Override
  public CardConvolution convolution(ConvolutionTask task) {
    convolutions.add(task);
    return () -> 0;
  }

  @Override
  public CardStream newStream() {
    return new IdleStream();
  }

  @Override
  public void close() {}

  /** Stream that runs nothing. */
  private static final class IdleStream implements CardStream {

    @Override
    public void upload(long card, long host, long bytes) {}

    @Override
    public void download(long host, long card, long bytes) {}

    @Override
    public void copy(long to, long from, long bytes) {}

    @Override
    public void clear(long card, long bytes) {}

    @Override
    public void launch(Card.Kernel kernel, int blocks, int threads, long... arguments) {}

    @Override
    public void convolve(
        CardConvolution convolution, long first, long second, long result, long workspace) {}

    @Override
    public Mark mark() {
      return new Mark() {
        @Override
        public void await() {}

        @Override
        public void close() {}
      };
    }

    @Override
    public void waitFor(Mark mark) {}

    @Override
    public Recording record(Runnable work) {
      work.run();
      return () -> {};
    }

    @Override
    public void replay(Recording recording) {}

    @Override
    public void await() {}

    @Override
    public void close() {}
  }
}
