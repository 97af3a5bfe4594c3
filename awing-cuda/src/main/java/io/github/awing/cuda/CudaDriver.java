package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.SizeTPointer;

/** Queries the driver and its cards. Started by {@link #start}. */
final class CudaDriver {

  private static final int CUDA = 13;

  private CudaDriver() {}

  /**
   * Loads the libraries and starts the driver, if it is not started.
   *
   * @throws DeviceException if there is no driver, or it is older than the libraries
   */
  static CudaDriver start() {
    CudaLibraries.load();
    CudaDriver driver = new CudaDriver();
    tooOld(driver.version(), driver.runtimeVersion(), cudnn.cudnnGetCudartVersion())
        .ifPresent(
            problem -> {
              throw new DeviceException(problem);
            });
    int status = cudart.cuInit(0);
    if (status != cudart.CUDA_ERROR_NO_DEVICE) {
      CudaStatus.require(status, "start NVIDIA's driver");
    }
    return driver;
  }

  /**
   * Message if driver, runtime or cuDNN is too old, each given by its CUDA version; 0 if unknown.
   */
  static Optional<String> tooOld(int driver, int runtime, long ofCudnn) {
    if (driver / 1000 < CUDA) {
      return Optional.of(
          driver == 0
              ? "no NVIDIA driver on this machine: install driver 580 or newer, or choose another"
                  + " device"
              : "NVIDIA's driver is for CUDA "
                  + version(driver)
                  + ", but CUDA 13 is needed: update it to 580 or newer");
    }
    if (runtime / 1000 < CUDA) {
      return Optional.of(
          "CUDA's runtime is " + version(runtime) + ", but 13 is needed: install CUDA 13's");
    }
    if (ofCudnn / 1000 < CUDA) {
      return Optional.of(
          "cuDNN is a build for CUDA "
              + version((int) ofCudnn)
              + ": install the one for CUDA 13 (nvidia-cudnn-cu13)");
    }
    return Optional.empty();
  }

  /** Formats a version given as one number: 13000 is 13.0. */
  static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }

  /** Formats cuDNN's version: 92400 is 9.24.0. */
  static String cudnnVersion(long number) {
    return number / 10000 + "." + number / 100 % 100 + "." + number % 100;
  }

  /** The driver's CUDA version. */
  int version() {
    int[] version = new int[1];
    CudaStatus.require(cudart.cuDriverGetVersion(version), "ask the driver for its version");
    return version[0];
  }

  int runtimeVersion() {
    int[] version = new int[1];
    CudaStatus.require(cudart.cudaRuntimeGetVersion(version), "ask CUDA's runtime for its version");
    return version[0];
  }

  /** Versions of all libraries that affect a plan's speed or support. */
  String versions() {
    return "driver for CUDA "
        + version(version())
        + ", CUDA "
        + version(runtimeVersion())
        + ", cuDNN "
        + cudnnVersion(cudnn.cudnnGetVersion());
  }

  /** Number of cards. */
  int cards() {
    int[] count = new int[1];
    int status = cudart.cuDeviceGetCount(count);
    if (status == cudart.CUDA_ERROR_NO_DEVICE || status == cudart.CUDA_ERROR_NOT_INITIALIZED) {
      return 0;
    }
    CudaStatus.require(status, "count the cards");
    return count[0];
  }

  /**
   * Facts of a card.
   *
   * @throws DeviceException if the card does not exist
   */
  CardFacts facts(int index) {
    int device = device(index);
    byte[] name = new byte[256];
    CudaStatus.require(cudart.cuDeviceGetName(name, name.length, device), "ask a card's name");
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      CudaStatus.require(cudart.cuDeviceTotalMem(bytes, device), "ask a card's memory");
      return new CardFacts(
          new String(name, 0, length, StandardCharsets.UTF_8),
          attribute(device, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
          attribute(device, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
          attribute(device, cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
          bytes.get());
    }
  }

  /**
   * The driver's handle of a card.
   *
   * @throws DeviceException if the card does not exist
   */
  int device(int index) {
    noSuchCard(index, cards())
        .ifPresent(
            problem -> {
              throw new DeviceException(problem);
            });
    int[] device = new int[1];
    CudaStatus.require(cudart.cuDeviceGet(device, index), "open card " + index);
    return device[0];
  }

  /** Message for an index that is not below the number of cards. */
  static Optional<String> noSuchCard(int index, int cards) {
    if (index >= 0 && index < cards) {
      return Optional.empty();
    }
    return Optional.of(
        "no card cuda:"
            + index
            + " on this machine: "
            + switch (cards) {
              case 0 -> CudaStatus.reason(cudart.CUDA_ERROR_NO_DEVICE);
              case 1 -> "cuda:0 is the only one";
              default -> "choose one of cuda:0 to cuda:" + (cards - 1);
            });
  }

  private static int attribute(int device, int attribute) {
    int[] value = new int[1];
    CudaStatus.require(
        cudart.cuDeviceGetAttribute(value, attribute, device), "ask what a card can do");
    return value[0];
  }
}
