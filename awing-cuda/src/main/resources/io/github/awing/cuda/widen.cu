#include "element.cuh"

// Computes a tensor of twice the height and width: factor times the pixel of the low tensor that covers each pixel,
// plus base, if there is one.
extern "C" __global__ void widen_pixels(
    const IN0* base, const IN1* low, OUT* high, long long packs, int width, int packsPerPixel, float factor, int adds) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    unsigned int c = pack % packsPerPixel;
    unsigned int pixel = pack / packsPerPixel;
    unsigned int x = pixel % (2 * width);
    unsigned int row = pixel / (2 * width);
    Floats sum = load(low, (row / 2 * width + x / 2) * packsPerPixel + c);
    for (int i = 0; i < PACK; i++) {
      sum.at[i] *= factor;
    }
    if (base) {
      Floats there = load(base, pack);
      for (int i = 0; i < PACK; i++) {
        sum.at[i] += there.at[i];
      }
    }
    put(high, pack, sum, adds);
  }
}
