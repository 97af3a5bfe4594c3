#include "scalar_sum.cuh"
#include "squares.cuh"

// Computes the factor that clips the norm of the mean gradient of several batches.
extern "C" __global__ void clip(
    const Part* table, const float* numbers, float* factor, double* partial, unsigned int* counter, float longest) {
  double sum;
  if (squared_length(table, partial, counter, &sum)) {
    double length = sqrt(sum) / numbers[1];
    *factor = length > longest ? (float) (longest / length) : 1;
  }
}
