#include "element.cuh"
#include "normalise.cuh"

// Second half of the gradient of batch normalisation and ReLU: the input's gradient, from the gradients of beta and
// gamma in sums. The stride of the grid is as in normalise.
extern "C" __global__ void normalise_gradient(
    const IN0* input,
    const IN1* outputGradient,
    const float* statistics,
    const float* parameters,
    const float* sums,
    OUT* inputGradient,
    long long packs,
    int channels,
    float perPixel,
    float epsilon,
    int adds) {
  int channel = FIRST % (channels / PACK) * PACK;
  Affine a[PACK];
  float mean[PACK];
  float slope[PACK];
  float constant[PACK];
  for (int i = 0; i < PACK; i++) {
    a[i] = affine(statistics, parameters, channel + i, channels, epsilon);
    mean[i] = statistics[channel + i];
    float deviation = sqrtf(statistics[channels + channel + i] + epsilon);
    slope[i] = perPixel * sums[channels + channel + i] / deviation;
    constant[i] = perPixel * sums[channel + i];
  }
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    Floats x = load(input, pack);
    Floats g = load(outputGradient, pack);
    for (int i = 0; i < PACK; i++) {
      float passed = x.at[i] * a[i].scale + a[i].offset > 0 ? g.at[i] : 0;
      x.at[i] = a[i].scale * (passed - constant[i] - slope[i] * (x.at[i] - mean[i]));
    }
    put(inputGradient, pack, x, adds);
  }
}
