package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.util.Locale;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Allocates memory of a card and page-locked memory of the host. */
final class CudaMemory {

  private static final double MEBIBYTE = 1 << 20;

  private final CudaContext context;

  CudaMemory(CudaContext context) {
    this.context = context;
  }

  long allocate(long bytes) {
    context.enter();
    long[] address = new long[1];
    int status = cudart.cuMemAlloc(address, bytes);
    if (status == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
      try (SizeTPointer free = new SizeTPointer(1);
          SizeTPointer all = new SizeTPointer(1)) {
        CudaStatus.require(cudart.cuMemGetInfo(free, all), "ask for free memory");
        throw new DeviceException(tooLittle(bytes, free.get(), all.get()));
      }
    }
    CudaStatus.require(status, "take memory of the card");
    return address[0];
  }

  void free(long address) {
    context.enter();
    CudaStatus.require(cudart.cuMemFree(address), "give memory of the card back");
  }

  long allocatePinned(long bytes) {
    context.enter();
    try (Pointer pointer = new Pointer()) {
      int status = cudart.cuMemHostAlloc(pointer, bytes, cudart.CU_MEMHOSTALLOC_PORTABLE);
      if (status == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
        throw new DeviceException(
            "cannot lock "
                + size(bytes)
                + " of the machine's memory for the card: free some, or use a smaller batch");
      }
      CudaStatus.require(status, "take page-locked memory");
      return pointer.address();
    }
  }

  void freePinned(long address) {
    context.enter();
    try (Address pointer = new Address(address)) {
      CudaStatus.require(cudart.cuMemFreeHost(pointer), "give page-locked memory back");
    }
  }

  /** Message with the memory requested from a card and a remedy. */
  static String tooLittle(long asked, long free, long all) {
    return "the card has too little memory: "
        + size(asked)
        + " asked, "
        + size(free)
        + " of "
        + size(all)
        + " free; a smaller batch or --precision bfloat16 needs less";
  }

  private static String size(long bytes) {
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / MEBIBYTE / 1024);
  }
}
