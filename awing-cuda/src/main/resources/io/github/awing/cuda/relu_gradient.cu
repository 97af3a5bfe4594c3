#include "element.cuh"

// Gradient of max(0, input), computed from its output.
extern "C" __global__ void relu_gradient(
    const IN0* output, const IN1* outputGradient, OUT* inputGradient, long long packs, int adds) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    Floats value = load(output, pack);
    Floats gradient = load(outputGradient, pack);
    for (int i = 0; i < PACK; i++) {
      gradient.at[i] = value.at[i] > 0 ? gradient.at[i] : 0;
    }
    put(inputGradient, pack, gradient, adds);
  }
}
