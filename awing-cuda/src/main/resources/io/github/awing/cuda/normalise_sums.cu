#include "element.cuh"
#include "normalise.cuh"
#include "sums.cuh"

// First half of the gradient of batch normalisation and ReLU: the gradients of gamma and beta, and the values to
// subtract from the running mean and variance, written or added. The gradients of beta and gamma for this batch alone
// go to sums.
extern "C" __global__ void normalise_sums(
    const IN0* input,
    const IN1* outputGradient,
    const float* statistics,
    const float* parameters,
    float* gradients,
    float* batch,
    float* partial,
    unsigned int* counters,
    long long pixels,
    int channels,
    int chunks,
    float epsilon,
    float keep,
    int adds) {
  Grid grid = place(pixels, chunks);
  Sums sums = nothing();
  int packs = channels / PACK;
  if (grid.pack < packs) {
    Affine a[PACK];
    float mean[PACK];
    for (int i = 0; i < PACK; i++) {
      a[i] = affine(statistics, parameters, grid.pack * PACK + i, channels, epsilon);
      mean[i] = statistics[grid.pack * PACK + i];
    }
    for (size_t pixel = grid.from + grid.row; pixel < grid.end; pixel += ROWS) {
      Floats x = load(input, pixel * packs + grid.pack);
      Floats g = load(outputGradient, pixel * packs + grid.pack);
      for (int i = 0; i < PACK; i++) {
        float passed = x.at[i] * a[i].scale + a[i].offset > 0 ? g.at[i] : 0;
        sums.first.at[i] += passed;
        sums.second.at[i] += passed * (x.at[i] - mean[i]);
      }
    }
  }
  if (add_up(sums, grid, partial, counters, chunks, channels)) {
    each_channel(partial, chunks, channels, [=](int channel, double beta, double product) {
      double variance = statistics[channels + channel];
      float found[4];
      found[0] = (float) (product / sqrt(variance + epsilon));
      found[1] = (float) beta;
      double unbiased = pixels > 1 ? variance * pixels / (pixels - 1) : variance;
      found[2] = (float) ((1 - (double) keep) * (parameters[2 * channels + channel] - statistics[channel]));
      found[3] = (float) ((1 - (double) keep) * (parameters[3 * channels + channel] - unbiased));
      batch[channel] = found[1];
      batch[channels + channel] = found[0];
      for (int part = 0; part < 4; part++) {
        float* gradient = gradients + part * channels + channel;
        *gradient = adds ? *gradient + found[part] : found[part];
      }
    });
  }
}
