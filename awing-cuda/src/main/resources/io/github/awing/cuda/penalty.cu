#include "scalar_sum.cuh"
#include "squares.cuh"

// L2 regularisation: a factor times the squared norm of parameters.
extern "C" __global__ void penalty(
    const Part* table, double* result, double* partial, unsigned int* counter, double factor) {
  double sum;
  if (squared_length(table, partial, counter, &sum)) {
    *result = factor * sum;
  }
}
