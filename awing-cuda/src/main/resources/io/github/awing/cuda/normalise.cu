#include "element.cuh"
#include "normalise.cuh"

// Batch normalisation and ReLU. The stride of the grid is a multiple of a pixel's packs, so that each thread keeps its
// channels.
extern "C" __global__ void normalise(
    const IN0* input,
    const float* statistics,
    const float* parameters,
    OUT* output,
    long long packs,
    int channels,
    float epsilon) {
  int channel = FIRST % (channels / PACK) * PACK;
  Affine a[PACK];
  for (int i = 0; i < PACK; i++) {
    a[i] = affine(statistics, parameters, channel + i, channels, epsilon);
  }
  for (unsigned int pack = FIRST; pack < packs; pack += STRIDE) {
    Floats x = load(input, pack);
    for (int i = 0; i < PACK; i++) {
      float z = x.at[i] * a[i].scale + a[i].offset;
      x.at[i] = z < 0 ? 0 : z;
    }
    store(output, pack, x);
  }
}
