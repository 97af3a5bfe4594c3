// Sums over a whole grid with the same result in every run: blocks write their sums to partial, and the last block to
// finish adds them in order. Blocks have 256 threads. Returns, in the first thread of the last block alone, whether
// there is a total.
__device__ inline bool total(double mine, double* partial, unsigned int* counter, double* sum) {
  __shared__ double all[256];
  __shared__ bool last;
  all[threadIdx.x] = mine;
  __syncthreads();
  for (int threads = 128; threads > 0; threads /= 2) {
    if (threadIdx.x < threads) {
      all[threadIdx.x] += all[threadIdx.x + threads];
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = all[0];
    __threadfence();
    last = atomicAdd(counter, 1u) == gridDim.x - 1;
  }
  __syncthreads();
  if (!last) {
    return false;
  }
  double some = 0;
  for (int block = threadIdx.x; block < gridDim.x; block += 256) {
    some += __ldcg(partial + block);
  }
  all[threadIdx.x] = some;
  __syncthreads();
  for (int threads = 128; threads > 0; threads /= 2) {
    if (threadIdx.x < threads) {
      all[threadIdx.x] += all[threadIdx.x + threads];
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) {
    *counter = 0;
    *sum = all[0];
    return true;
  }
  return false;
}
