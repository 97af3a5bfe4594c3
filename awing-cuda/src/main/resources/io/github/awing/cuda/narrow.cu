#include "element.cuh"

// Computes a tensor of half the height and width: factor times the sum of the four pixels that each pixel covers. Rows
// of all faces are one after another, so row r of the low tensor covers rows 2r and 2r + 1 of the high one.
extern "C" __global__ void narrow_pixels(
    const IN0* high, OUT* low, long long packs, int width, int packsPerPixel, float factor, int adds) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    unsigned int c = pack % packsPerPixel;
    unsigned int pixel = pack / packsPerPixel;
    unsigned int x = pixel % width;
    unsigned int row = pixel / width;
    unsigned int upper = (2 * row * 2 * width + 2 * x) * packsPerPixel + c;
    unsigned int lower = upper + 2 * width * packsPerPixel;
    Floats a = load(high, upper);
    Floats b = load(high, upper + packsPerPixel);
    Floats d = load(high, lower);
    Floats e = load(high, lower + packsPerPixel);
    Floats sum;
    for (int i = 0; i < PACK; i++) {
      sum.at[i] = factor * (a.at[i] + b.at[i] + d.at[i] + e.at[i]);
    }
    put(low, pack, sum, adds);
  }
}
