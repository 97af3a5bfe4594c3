package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** Checks the driver's status codes. */
final class CudaStatus {

  private CudaStatus() {}

  /**
   * Checks that a call succeeded.
   *
   * @param what the attempted action, for the message: {@code "copy to the card"}
   * @throws DeviceException if the call failed
   */
  static void require(int status, String what) {
    if (status != cudart.CUDA_SUCCESS) {
      throw new DeviceException("cannot " + what + ": " + reason(status));
    }
  }

  /** The reason for a status other than success, with a remedy if one is known. */
  static String reason(int status) {
    return switch (status) {
      case cudart.CUDA_ERROR_OUT_OF_MEMORY ->
          "the card has not enough memory; a smaller batch or --precision bfloat16 needs less";
      case cudart.CUDA_ERROR_STUB_LIBRARY ->
          "the driver library is a stub without NVIDIA's driver; install driver 580 or newer";
      case cudart.CUDA_ERROR_DEVICE_UNAVAILABLE ->
          "another program has the card for itself; wait for it, or choose another card";
      case cudart.CUDA_ERROR_NO_DEVICE ->
          "the driver finds no NVIDIA card; look at nvidia-smi and CUDA_VISIBLE_DEVICES";
      case cudart.CUDA_ERROR_INVALID_DEVICE -> "there is no such card; look at nvidia-smi";
      case cudart.CUDA_ERROR_UNSUPPORTED_PTX_VERSION, cudart.CUDA_ERROR_NO_BINARY_FOR_GPU ->
          "the driver is older than NVRTC; update the driver to 580 or newer";
      case cudart.CUDA_ERROR_ECC_UNCORRECTABLE ->
          "the card's memory is damaged (uncorrectable ECC error); look at nvidia-smi -q -d ECC";
      case cudart.CUDA_ERROR_SYSTEM_NOT_READY ->
          "the driver is not ready; start NVIDIA's fabric manager, or reboot";
      case cudart.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
          "the driver was updated while it was loaded; reboot";
      case cudart.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          "CUDA's compatibility libraries do not support this card; update the driver to 580 or"
              + " newer";
      case cudart.CUDA_ERROR_UNKNOWN ->
          "the driver failed for an unknown reason; look at nvidia-smi, or reboot";
      default -> said(status) + "; look at nvidia-smi and the system's log";
    };
  }

  private static String said(int status) {
    try (BytePointer name = new BytePointer();
        BytePointer text = new BytePointer()) {
      return cudart.cuGetErrorName(status, name) == cudart.CUDA_SUCCESS
              && cudart.cuGetErrorString(status, text) == cudart.CUDA_SUCCESS
          ? name.getString() + ", " + text.getString()
          : "error " + status;
    }
  }
}
