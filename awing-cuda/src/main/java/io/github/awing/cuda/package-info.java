/**
 * Implements NVIDIA graphics cards as a device of programs: convolutions by cuDNN, all other
 * operations by kernels that NVRTC compiles for the machine's card, recorded once and replayed.
 */
package io.github.awing.cuda;
