#include "element.cuh"
#include "sums.cuh"

// Mean and biased variance of every channel. The sums are of deviations from the channel's first number: sums of
// squares of the numbers themselves would lose digits if the mean is far from zero.
extern "C" __global__ void statistics(
    const IN0* input, float* result, float* partial, unsigned int* counters, long long pixels, int channels, int chunks) {
  Grid grid = place(pixels, chunks);
  Sums sums = nothing();
  int packs = channels / PACK;
  if (grid.pack < packs) {
    Floats origin = load(input, grid.pack);
    for (size_t pixel = grid.from + grid.row; pixel < grid.end; pixel += ROWS) {
      Floats x = load(input, pixel * packs + grid.pack);
      for (int i = 0; i < PACK; i++) {
        float deviation = x.at[i] - origin.at[i];
        sums.first.at[i] += deviation;
        sums.second.at[i] += deviation * deviation;
      }
    }
  }
  if (add_up(sums, grid, partial, counters, chunks, channels)) {
    each_channel(partial, chunks, channels, [=](int channel, double sum, double squares) {
      double deviation = sum / pixels;
      double variance = squares / pixels - deviation * deviation;
      result[channel] = (float) (wide(input[channel]) + deviation);
      result[channels + channel] = (float) (variance < 0 ? 0 : variance);
    });
  }
}
