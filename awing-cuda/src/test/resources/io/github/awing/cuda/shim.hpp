// Runs CUDA C++ on the processor: threads of a block are fibers that switch where they wait for each other; blocks run
// one after the other.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ucontext.h>
#include <utility>
#include <vector>

#define __device__
#define __global__
#define __shared__ static

struct Dim3 {
  unsigned int x;
};

static Dim3 threadIdx, blockIdx, blockDim, gridDim;

static inline unsigned int __float_as_uint(float value) {
  unsigned int bits;
  std::memcpy(&bits, &value, 4);
  return bits;
}

static inline float __uint_as_float(unsigned int bits) {
  float value;
  std::memcpy(&value, &bits, 4);
  return value;
}

static inline void __threadfence() {}

static inline unsigned int atomicAdd(unsigned int* counter, unsigned int value) {
  unsigned int before = *counter;
  *counter += value;
  return before;
}

template <class T>
static inline T __ldcg(const T* at) {
  return *at;
}

static ucontext_t scheduler;
static std::vector<ucontext_t> fibers;
static std::vector<bool> ended;

static inline void __syncthreads() {
  unsigned int me = threadIdx.x;
  swapcontext(&fibers[me], &scheduler);
  threadIdx.x = me;
}

// Calls a kernel with its arguments, from slots of eight bytes.
template <class... P>
struct Call {
  void (*kernel)(P...);
  long long* slots;

  template <size_t... I>
  void run(std::index_sequence<I...>) {
    kernel(*reinterpret_cast<std::remove_const_t<P>*>(slots + I)...);
  }

  void operator()() {
    run(std::index_sequence_for<P...>());
  }
};

template <class C>
struct Body {
  static C* call;
  static void run() {
    (*call)();
    ended[threadIdx.x] = true;
  }
};

template <class C>
C* Body<C>::call;

// Runs all threads of a block, each up to its next wait, until all have ended.
template <class C>
static void run_block(C& call, unsigned int threads) {
  static std::vector<char> stacks;
  const size_t size = 1 << 16;
  stacks.resize(size * threads);
  fibers.resize(threads);
  ended.assign(threads, false);
  Body<C>::call = &call;
  for (unsigned int t = 0; t < threads; t++) {
    getcontext(&fibers[t]);
    fibers[t].uc_stack.ss_sp = stacks.data() + size * t;
    fibers[t].uc_stack.ss_size = size;
    fibers[t].uc_link = &scheduler;
    makecontext(&fibers[t], Body<C>::run, 0);
  }
  bool all = false;
  while (!all) {
    all = true;
    for (unsigned int t = 0; t < threads; t++) {
      if (!ended[t]) {
        threadIdx.x = t;
        swapcontext(&scheduler, &fibers[t]);
        all = false;
      }
    }
  }
}

template <class... P>
static void launch(void (*kernel)(P...), bool waits, int blocks, int threads, long long* slots) {
  Call<P...> call{kernel, slots};
  gridDim.x = blocks;
  blockDim.x = threads;
  for (int block = 0; block < blocks; block++) {
    blockIdx.x = block;
    if (waits) {
      run_block(call, threads);
    } else {
      for (int t = 0; t < threads; t++) {
        threadIdx.x = t;
        call();
      }
    }
  }
}
