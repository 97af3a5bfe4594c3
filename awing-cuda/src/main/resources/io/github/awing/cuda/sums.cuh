// Two sums over all pixels for every channel, over a whole grid and with the same result in every run. A block computes
// TILE packs of channels and a chunk of the pixels; its threads are TILE wide, and each reads every pixel of the chunk
// in its row. The last block of a tile to finish adds all blocks' sums in order. Blocks have 256 threads.

#define THREADS 256
#define ROWS (THREADS / TILE)

struct Sums {
  Floats first;
  Floats second;
};

// Position of a thread, and memory for the blocks' sums.
struct Grid {
  int pack;
  int row;
  int chunk;
  size_t from;
  size_t end;
};

__device__ inline Grid place(long long pixels, int chunks) {
  Grid grid;
  grid.pack = blockIdx.x / chunks * TILE + threadIdx.x % TILE;
  grid.row = threadIdx.x / TILE;
  grid.chunk = blockIdx.x % chunks;
  grid.from = pixels * grid.chunk / chunks;
  grid.end = pixels * (grid.chunk + 1) / chunks;
  return grid;
}

// Adds up a block's sums and writes them to partial, [chunk][2][channels]. counters has one counter for each tile, 0
// before and after. Returns, in all threads, whether this is the last block of its tile.
__device__ inline bool add_up(
    const Sums& mine, const Grid& grid, float* partial, unsigned int* counters, int chunks, int channels) {
  __shared__ Floats firsts[THREADS];
  __shared__ Floats seconds[THREADS];
  __shared__ bool last;
  firsts[threadIdx.x] = mine.first;
  seconds[threadIdx.x] = mine.second;
  __syncthreads();
  for (int rows = ROWS / 2; rows > 0; rows /= 2) {
    if (grid.row < rows) {
      for (int i = 0; i < PACK; i++) {
        firsts[threadIdx.x].at[i] += firsts[threadIdx.x + rows * TILE].at[i];
        seconds[threadIdx.x].at[i] += seconds[threadIdx.x + rows * TILE].at[i];
      }
    }
    __syncthreads();
  }
  int channel = grid.pack * PACK;
  if (grid.row == 0 && channel < channels) {
    for (int i = 0; i < PACK; i++) {
      partial[(size_t) 2 * grid.chunk * channels + channel + i] = firsts[threadIdx.x].at[i];
      partial[(size_t) (2 * grid.chunk + 1) * channels + channel + i] = seconds[threadIdx.x].at[i];
    }
    __threadfence();
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    unsigned int* counter = counters + blockIdx.x / chunks;
    last = atomicAdd(counter, 1u) == chunks - 1;
    if (last) {
      *counter = 0;
      __threadfence();
    }
  }
  __syncthreads();
  return last;
}

// Calls a function with every channel of this block's tile and its two sums, each in one thread.
template <class Work>
__device__ inline void each_channel(const float* partial, int chunks, int channels, Work work) {
  int first = blockIdx.x / chunks * TILE * PACK;
  for (int i = threadIdx.x; i < TILE * PACK; i += THREADS) {
    int channel = first + i;
    if (channel < channels) {
      double one = 0;
      double other = 0;
      for (int chunk = 0; chunk < chunks; chunk++) {
        one += __ldcg(partial + (size_t) 2 * chunk * channels + channel);
        other += __ldcg(partial + (size_t) (2 * chunk + 1) * channels + channel);
      }
      work(channel, one, other);
    }
  }
}

__device__ inline Sums nothing() {
  Sums sums;
  for (int i = 0; i < PACK; i++) {
    sums.first.at[i] = 0;
    sums.second.at[i] = 0;
  }
  return sums;
}
