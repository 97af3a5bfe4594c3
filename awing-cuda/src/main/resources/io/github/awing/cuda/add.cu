#include "element.cuh"

// Adds one to four tensors; missing ones are null.
extern "C" __global__ void add(
    const IN0* first, const IN1* second, const IN2* third, const IN3* fourth, OUT* sum, long long packs, int adds) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    Floats total = load(first, pack);
    if (second) {
      Floats addend = load(second, pack);
      for (int i = 0; i < PACK; i++) {
        total.at[i] += addend.at[i];
      }
    }
    if (third) {
      Floats addend = load(third, pack);
      for (int i = 0; i < PACK; i++) {
        total.at[i] += addend.at[i];
      }
    }
    if (fourth) {
      Floats addend = load(fourth, pack);
      for (int i = 0; i < PACK; i++) {
        total.at[i] += addend.at[i];
      }
    }
    put(sum, pack, total, adds);
  }
}
