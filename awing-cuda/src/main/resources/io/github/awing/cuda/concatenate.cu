#include "element.cuh"

// Concatenates one to three tensors along the channels, and adds a residual of all their channels. Widths are in packs.
extern "C" __global__ void concatenate_add(
    const IN0* first,
    const IN1* second,
    const IN2* third,
    const IN3* residual,
    OUT* sum,
    long long packs,
    int firstWidth,
    int secondWidth,
    int thirdWidth,
    int adds) {
  int width = firstWidth + secondWidth + thirdWidth;
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    int c = pack % width;
    unsigned int pixel = pack / width;
    Floats part;
    if (c < firstWidth) {
      part = load(first, pixel * firstWidth + c);
    } else if (c < firstWidth + secondWidth) {
      part = load(second, pixel * secondWidth + (c - firstWidth));
    } else {
      part = load(third, pixel * thirdWidth + (c - firstWidth - secondWidth));
    }
    Floats other = load(residual, pack);
    for (int i = 0; i < PACK; i++) {
      part.at[i] += other.at[i];
    }
    put(sum, pack, part, adds);
  }
}
