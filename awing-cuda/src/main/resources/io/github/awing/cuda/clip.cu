#include "element.cuh"
#include "scalar_sum.cuh"

// The factor that makes the mean gradient of several batches no longer than allowed. A block takes one row of the
// table: where some numbers lie, and how many they are.
struct Part {
  const float* gradients;
  long long length;
};

extern "C" __global__ void clip(
    const Part* table, const float* numbers, float* factor, double* partial, unsigned int* counter, float longest) {
  Part part = table[blockIdx.x];
  double squares = 0;
  for (int i = threadIdx.x; i < part.length; i += 256) {
    squares += (double) part.gradients[i] * part.gradients[i];
  }
  double sum;
  if (total(squares, partial, counter, &sum)) {
    double length = sqrt(sum) / numbers[1];
    *factor = length > longest ? (float) (longest / length) : 1;
  }
}
