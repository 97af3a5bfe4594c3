package io.github.awing.cuda;

/** Convolution that can be added to a stream. */
interface CudaConvolution extends CardConvolution, AutoCloseable {

  /** Adds the convolution of {@link CardStream#convolve} to a stream. */
  void addTo(CudaStream stream, long first, long second, long result, long workspace);

  @Override
  void close();
}
