// Squared norm of many parts of vectors. A block reads one row of the table: the address and the number of its
// elements. Returns as total in scalar_sum.
struct Part {
  const float* values;
  long long length;
};

__device__ inline bool squared_length(const Part* table, double* partial, unsigned int* counter, double* sum) {
  Part part = table[blockIdx.x];
  double squares = 0;
  for (int i = threadIdx.x; i < part.length; i += 256) {
    squares += (double) part.values[i] * part.values[i];
  }
  return total(squares, partial, counter, sum);
}
