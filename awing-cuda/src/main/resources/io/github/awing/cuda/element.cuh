// Common part of all kernels: elements of tensors, packs of them, and sums over a whole grid. A tensor's type is FLOAT
// or BFLOAT16, chosen when a kernel is compiled; all computation is in float. PACK neighbouring channels are read and
// written at once.

struct bfloat16 {
  unsigned short bits;
};

__device__ inline float wide(float value) {
  return value;
}

__device__ inline float wide(bfloat16 value) {
  return __uint_as_float((unsigned int) value.bits << 16);
}

template <class T>
__device__ inline T narrow(float value);

template <>
__device__ inline float narrow<float>(float value) {
  return value;
}

// Rounds to the nearest, to even between two; NaN stays NaN.
template <>
__device__ inline bfloat16 narrow<bfloat16>(float value) {
  unsigned int bits = __float_as_uint(value);
  bfloat16 result;
  result.bits = value != value ? 0x7fc0 : (unsigned short) ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
  return result;
}

#ifndef PACK
#define PACK 1
#endif

template <class T>
struct alignas(sizeof(T) * PACK) Pack {
  T at[PACK];
};

struct Floats {
  float at[PACK];
};

template <class T>
__device__ inline Floats load(const T* from, size_t pack) {
  Pack<T> read = reinterpret_cast<const Pack<T>*>(from)[pack];
  Floats result;
  for (int i = 0; i < PACK; i++) {
    result.at[i] = wide(read.at[i]);
  }
  return result;
}

template <class T>
__device__ inline void store(T* to, size_t pack, const Floats& values) {
  Pack<T> written;
  for (int i = 0; i < PACK; i++) {
    written.at[i] = narrow<T>(values.at[i]);
  }
  reinterpret_cast<Pack<T>*>(to)[pack] = written;
}

// Writes values, or adds them to existing ones.
template <class T>
__device__ inline void put(T* to, size_t pack, Floats values, int adds) {
  if (adds) {
    Floats there = load(to, pack);
    for (int i = 0; i < PACK; i++) {
      values.at[i] += there.at[i];
    }
  }
  store(to, pack, values);
}

// A thread's first pack, and the distance to its next. Packs are counted in 32 bits, which divide much faster than 64;
// there are fewer than 2 to the 31 of them.
#define FIRST (blockIdx.x * blockDim.x + threadIdx.x)
#define STRIDE (gridDim.x * blockDim.x)
