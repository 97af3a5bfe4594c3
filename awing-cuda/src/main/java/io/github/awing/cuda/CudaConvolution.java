package io.github.awing.cuda;

/** A convolution that adds itself to a stream. */
interface CudaConvolution extends CardConvolution, AutoCloseable {

  /** Adds what {@link CardStream#convolve} asks for. */
  void addTo(CudaStream stream, long first, long second, long result, long workspace);

  @Override
  void close();
}
