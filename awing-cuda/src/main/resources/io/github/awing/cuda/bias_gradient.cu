#include "element.cuh"
#include "sums.cuh"

// Computes the gradient of a bias: every channel's sum over the pixels.
extern "C" __global__ void bias_gradient(
    const IN0* outputGradient,
    float* gradient,
    float* partial,
    unsigned int* counters,
    long long pixels,
    int channels,
    int chunks,
    int adds) {
  Grid grid = place(pixels, chunks);
  Sums sums = nothing();
  int packs = channels / PACK;
  if (grid.pack < packs) {
    for (size_t pixel = grid.from + grid.row; pixel < grid.end; pixel += ROWS) {
      Floats g = load(outputGradient, pixel * packs + grid.pack);
      for (int i = 0; i < PACK; i++) {
        sums.first.at[i] += g.at[i];
      }
    }
  }
  if (add_up(sums, grid, partial, counters, chunks, channels)) {
    each_channel(partial, chunks, channels, [=](int channel, double sum, double) {
      gradient[channel] = adds ? gradient[channel] + (float) sum : (float) sum;
    });
  }
}
