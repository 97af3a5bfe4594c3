#include "element.cuh"

// The pixels of a tensor of half the height and width: factor times the sum of the four that each covers.
//
// Rows of all faces are one after another, so that row r of the low tensor covers rows 2r and 2r + 1 of the high.
extern "C" __global__ void narrow_pixels(
    const IN0* high, OUT* low, long long packs, int width, int packsPerPixel, float factor, int adds) {
  for (size_t pack = FIRST; pack < packs; pack += STRIDE) {
    size_t c = pack % packsPerPixel;
    size_t pixel = pack / packsPerPixel;
    size_t x = pixel % width;
    size_t row = pixel / width;
    size_t upper = (2 * row * 2 * width + 2 * x) * packsPerPixel + c;
    size_t lower = upper + (size_t) 2 * width * packsPerPixel;
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
