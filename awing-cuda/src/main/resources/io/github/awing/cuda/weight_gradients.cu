#include "element.cuh"

// The inverse of weights: writes or adds gradients [out][in][kernel][kernel] from gradients [out][kernel][kernel][in].
struct Part {
  const float* from;
  float* to;
  int inputs;
  int paddedInputs;
  int pixels;
  int adds;
};

extern "C" __global__ void weight_gradients(const Part* table) {
  Part part = table[blockIdx.x];
  for (int i = threadIdx.x; i < part.pixels * part.inputs; i += blockDim.x) {
    float value = part.from[i % part.pixels * part.paddedInputs + i / part.pixels];
    part.to[i] = part.adds ? part.to[i] + value : value;
  }
}
