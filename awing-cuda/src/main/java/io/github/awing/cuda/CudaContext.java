package io.github.awing.cuda;

import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.global.cudart;

/**
 * The card's primary context in this process, which cuDNN uses too. Threads {@linkplain #enter
 * enter} it before they call the driver.
 */
final class CudaContext implements AutoCloseable {

  private final int device;
  private final CUctx_st context = new CUctx_st();

  CudaContext(int device) {
    this.device = device;
    CudaStatus.require(cudart.cuDevicePrimaryCtxRetain(context, device), "open the card");
  }

  /** Makes this card current for the calling thread. */
  void enter() {
    CudaStatus.require(cudart.cuCtxSetCurrent(context), "turn to the card");
  }

  @Override
  public void close() {
    cudart.cuDevicePrimaryCtxRelease(device);
  }
}
