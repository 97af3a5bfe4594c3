package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Card of this machine. */
final class CudaCard implements Card {

  private final CardFacts facts;
  private final CudaContext context;
  private final CudaMemory memory;
  private final KernelCompiler compiler;
  private final ConvolutionPlanner planner;
  private final List<CudaKernels> kernels = new ArrayList<>();
  private final Map<ConvolutionTask, CudaConvolution> convolutions = new HashMap<>();

  private CudaCard(CudaDriver driver, int index, CacheFolder cache) {
    facts = driver.facts(index);
    tooOld(facts)
        .ifPresent(
            problem -> {
              throw new DeviceException(problem);
            });
    compiler = new KernelCompiler(cache);
    context = new CudaContext(driver.device(index));
    memory = new CudaMemory(context);
    try {
      String machine =
          facts.name() + " " + facts.major() + "." + facts.minor() + ", " + driver.versions();
      planner =
          new ConvolutionPlanner(
              memory,
              new CudaStream(context),
              new PlanCache(cache, machine),
              () -> Widening.on(this));
    } catch (DeviceException e) {
      context.close();
      throw e;
    }
  }

  /**
   * Opens a card.
   *
   * @param index the driver's index, from 0
   * @throws DeviceException if the card does not exist, or it or its libraries cannot be used
   */
  static CudaCard open(int index) {
    return new CudaCard(CudaDriver.start(), index, CacheFolder.ofUser());
  }

  /** Message for a card older than Turing. */
  static Optional<String> tooOld(CardFacts facts) {
    return facts.architecture() >= 75
        ? Optional.empty()
        : Optional.of(
            facts.name()
                + " has compute capability "
                + facts.major()
                + "."
                + facts.minor()
                + ", but CUDA 13 needs 7.5 or newer: choose another device");
  }

  @Override
  public CardFacts facts() {
    return facts;
  }

  @Override
  public long allocate(long bytes) {
    return memory.allocate(bytes);
  }

  @Override
  public void free(long address) {
    memory.free(address);
  }

  @Override
  public long allocatePinned(long bytes) {
    return memory.allocatePinned(bytes);
  }

  @Override
  public void freePinned(long address) {
    memory.freePinned(address);
  }

  @Override
  public synchronized Kernels compile(String name, String source, List<String> options) {
    byte[] code = compiler.compile(name, source, options, facts.architecture());
    CudaKernels loaded = new CudaKernels(context, code);
    kernels.add(loaded);
    return loaded;
  }

  /** Prepares each task once. Allocates memory for the operands while it times plans. */
  @Override
  public synchronized CardConvolution convolution(ConvolutionTask task) {
    context.enter();
    return convolutions.computeIfAbsent(task, planner::prepare);
  }

  @Override
  public CardStream newStream() {
    return new CudaStream(context);
  }

  /** Closes the card's kernels and convolutions. Close streams and free memory first. */
  @Override
  public synchronized void close() {
    context.enter();
    convolutions.values().forEach(CudaConvolution::close);
    convolutions.clear();
    planner.close();
    kernels.forEach(CudaKernels::close);
    kernels.clear();
    context.close();
  }
}
