package io.github.awing.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CudaDriverTest {

  @Test
  void formatsVersions() {
    assertThat(CudaDriver.version(13000)).isEqualTo("13.0");
    assertThat(CudaDriver.version(12080)).isEqualTo("12.8");
    assertThat(CudaDriver.cudnnVersion(92400)).isEqualTo("9.24.0");
    assertThat(CudaDriver.cudnnVersion(91402)).isEqualTo("9.14.2");
  }

  @Test
  void reportsOldVersions() {
    assertThat(CudaDriver.tooOld(13000, 13000, 13020)).isEmpty();
    assertThat(CudaDriver.tooOld(14010, 13000, 13020)).isEmpty();
    assertThat(CudaDriver.tooOld(12080, 13000, 13020))
        .contains(
            "NVIDIA's driver is for CUDA 12.8, but CUDA 13 is needed: update it to 580 or newer");
    assertThat(CudaDriver.tooOld(0, 13000, 13020).orElseThrow()).startsWith("no NVIDIA driver");
    assertThat(CudaDriver.tooOld(13000, 12080, 13020).orElseThrow()).contains("runtime is 12.8");
    assertThat(CudaDriver.tooOld(13000, 13000, 12080).orElseThrow())
        .contains("build for CUDA 12.8", "nvidia-cudnn-cu13");
  }

  @Test
  void refusesAMissingCardAndListsTheOthers() {
    assertThat(CudaDriver.noSuchCard(1, 2)).isEmpty();
    assertThat(CudaDriver.noSuchCard(3, 2))
        .contains("no card cuda:3 on this machine: choose one of cuda:0 to cuda:1");
    assertThat(CudaDriver.noSuchCard(-1, 1))
        .contains("no card cuda:-1 on this machine: cuda:0 is the only one");
    assertThat(CudaDriver.noSuchCard(0, 0).orElseThrow()).contains("finds no NVIDIA card");
  }
}
