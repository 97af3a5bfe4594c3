package io.github.awing.cuda;

import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.global.cudart;

/**
 * A card as the driver knows it in this process: its primary context, which cuDNN uses too. Threads
 * {@linkplain #enter enter} it before they call the driver.
 */
final class CudaContext implements AutoCloseable {

  private final int device;
  private final CUctx_st context = new CUctx_st();

  CudaContext(int device) {
    this.device = device;
    CudaStatus.require(cudart.cuDevicePrimaryCtxRetain(context, device), "open the card");
  }

  /** Lets this thread's calls go to the card. */
  void enter() {
    CudaStatus.require(cudart.cuCtxSetCurrent(context), "turn to the card");
  }

  @Override
  public void close() {
    cudart.cuDevicePrimaryCtxRelease(device);
  }
}
