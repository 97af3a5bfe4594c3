package io.github.awing.cuda;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** Compiled kernels of one source, on the card. */
final class CudaKernels implements Card.Kernels, AutoCloseable {

  /** Kernel of this source. */
  record Function(CUfunc_st function) implements Card.Kernel {}

  private final CudaContext context;
  private final CUmod_st module = new CUmod_st();
  private final Map<String, Function> functions = new HashMap<>();

  /**
   * Loads compiled code.
   *
   * @param code a cubin, or PTX with a zero at its end
   */
  CudaKernels(CudaContext context, byte[] code) {
    this.context = context;
    context.enter();
    try (BytePointer bytes = new BytePointer(code)) {
      CudaStatus.require(cudart.cuModuleLoadData(module, bytes), "load kernels");
    }
  }

  @Override
  public synchronized Card.Kernel get(String name) {
    return functions.computeIfAbsent(name, this::load);
  }

  private Function load(String name) {
    context.enter();
    CUfunc_st function = new CUfunc_st();
    int status = cudart.cuModuleGetFunction(function, module, name);
    if (status == cudart.CUDA_ERROR_NOT_FOUND) {
      throw new IllegalArgumentException("no kernel is named " + name);
    }
    CudaStatus.require(status, "find a kernel");
    // Loaded now, since its first launch may be recorded.
    CudaStatus.require(cudart.cuFuncLoad(function), "load a kernel");
    return new Function(function);
  }

  @Override
  public void close() {
    context.enter();
    cudart.cuModuleUnload(module);
  }
}
