#include "element.cuh"

// Changes the layout of one tensor to NCHW. A tile of 32 pixels and 32 channels goes through shared memory, so that
// both sides are read and written in long runs. Blocks have 256 threads.
extern "C" __global__ void channels_first(
    const IN0* nhwc, OUT* nchw, int faces, int pixels, int channels, int adds) {
  __shared__ float tile[32][33];
  int pixelTiles = (pixels + 31) / 32;
  int channelTiles = (channels + 31) / 32;
  int face = blockIdx.x / (pixelTiles * channelTiles);
  int firstPixel = blockIdx.x / channelTiles % pixelTiles * 32;
  int firstChannel = blockIdx.x % channelTiles * 32;
  int column = threadIdx.x % 32;
  size_t start = (size_t) face * pixels * channels;
  for (int row = threadIdx.x / 32; row < 32; row += 8) {
    int pixel = firstPixel + row;
    int channel = firstChannel + column;
    if (pixel < pixels && channel < channels) {
      tile[row][column] = wide(nhwc[start + (size_t) pixel * channels + channel]);
    }
  }
  __syncthreads();
  for (int row = threadIdx.x / 32; row < 32; row += 8) {
    int pixel = firstPixel + column;
    int channel = firstChannel + row;
    if (pixel < pixels && channel < channels) {
      size_t at = start + (size_t) channel * pixels + pixel;
      float value = tile[column][row];
      nchw[at] = narrow<OUT>(adds ? wide(nchw[at]) + value : value);
    }
  }
}
