#include "element.cuh"

// max(0, input).
extern "C" __global__ void relu(const IN0* input, OUT* output, long long packs, int adds) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    Floats value = load(input, pack);
    for (int i = 0; i < PACK; i++) {
      value.at[i] = value.at[i] < 0 ? 0 : value.at[i];
    }
    put(output, pack, value, adds);
  }
}
