/**
 * NVIDIA graphics cards as a device of programs: convolutions by cuDNN, all else by kernels that
 * NVRTC compiles for the card that is there, recorded once and replayed.
 */
package io.github.awing.cuda;
