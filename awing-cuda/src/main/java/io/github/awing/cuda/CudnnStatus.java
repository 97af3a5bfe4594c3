package io.github.awing.cuda;

import io.github.awing.program.DeviceException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudnn;

/** Checks cuDNN's status codes. */
final class CudnnStatus {

  private static final int LONGEST = 1024;

  private CudnnStatus() {}

  /**
   * Checks that a call succeeded.
   *
   * @param what the attempted action, for the message: {@code "run a convolution"}
   * @throws DeviceException if the call failed
   */
  static void require(int status, String what) {
    if (status != cudnn.CUDNN_STATUS_SUCCESS) {
      throw new DeviceException(
          "cuDNN cannot "
              + what
              + ": "
              + cudnn.cudnnGetErrorString(status).getString()
              + details()
              + "; look at nvidia-smi, or set CUDNN_LOGLEVEL_DBG=2 CUDNN_LOGDEST_DBG=stderr");
    }
  }

  private static String details() {
    byte[] text = new byte[LONGEST];
    cudnn.cudnnGetLastErrorString(text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return length == 0
        ? ""
        : " (" + OneLine.of(new String(text, 0, length, StandardCharsets.UTF_8)) + ")";
  }
}
