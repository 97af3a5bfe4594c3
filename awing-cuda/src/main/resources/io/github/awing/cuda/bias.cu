#include "element.cuh"

// Adds a bias to every channel of a convolution's output, in place, and applies a ReLU if requested; bias may be null.
extern "C" __global__ void add_bias(
    OUT* output, const float* bias, long long packs, int packsPerPixel, int relu) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    Floats value = load(output, pack);
    int channel = pack % packsPerPixel * PACK;
    for (int i = 0; i < PACK; i++) {
      float sum = bias ? value.at[i] + bias[channel + i] : value.at[i];
      value.at[i] = relu && sum < 0 ? 0 : sum;
    }
    store(output, pack, value);
  }
}
