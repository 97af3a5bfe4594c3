#include "element.cuh"

// Converts weights [out][in][kernel][kernel] to the convolutions' order, [out][kernel][kernel][in]. A block converts
// the weights of one output, a row of the table. An output that is only padding reads nothing: its from is null.
struct Part {
  const float* from;
  OUT* to;
  int inputs;
  int paddedInputs;
  int pixels;
  int unused;
};

extern "C" __global__ void weights(const Part* table) {
  Part part = table[blockIdx.x];
  for (int i = threadIdx.x; i < part.pixels * part.paddedInputs; i += blockDim.x) {
    int in = i % part.paddedInputs;
    int pixel = i / part.paddedInputs;
    bool there = part.from && in < part.inputs;
    part.to[i] = narrow<OUT>(there ? part.from[in * part.pixels + pixel] : 0);
  }
}
