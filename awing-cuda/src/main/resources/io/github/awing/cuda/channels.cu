#include "element.cuh"

// Copies some channels of a tensor. Widths are in packs.
extern "C" __global__ void channels(
    const IN0* whole, OUT* part, long long packs, int wholeWidth, int partWidth, int from, int adds) {
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    unsigned int pixel = pack / partWidth;
    put(part, pack, load(whole, pixel * wholeWidth + from + pack % partWidth), adds);
  }
}
