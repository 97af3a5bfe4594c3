// Computes convolutions by their definition: NHWC, weights [out][kernel][kernel][in], sums in doubles.
#include <cstring>
#include <vector>

struct bfloat16 {
  unsigned short bits;
};

static double wide(float value) {
  return value;
}

static double wide(bfloat16 value) {
  unsigned int bits = (unsigned int) value.bits << 16;
  float result;
  std::memcpy(&result, &bits, 4);
  return result;
}

static void put(double value, float& to) {
  to = (float) value;
}

static void put(double value, bfloat16& to) {
  float rounded = (float) value;
  unsigned int bits;
  std::memcpy(&bits, &rounded, 4);
  to.bits = (unsigned short) ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

struct Size {
  int faces, height, width, inputs, outputs, kernel, stride, padding;
};

template <class Visit>
static void each(const Size& s, Visit visit) {
  int high = (s.height + 2 * s.padding - s.kernel) / s.stride + 1;
  int wide = (s.width + 2 * s.padding - s.kernel) / s.stride + 1;
  for (int n = 0; n < s.faces; n++) {
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        for (int i = 0; i < s.kernel; i++) {
          for (int j = 0; j < s.kernel; j++) {
            int row = y * s.stride + i - s.padding;
            int column = x * s.stride + j - s.padding;
            if (row >= 0 && row < s.height && column >= 0 && column < s.width) {
              size_t in = (((size_t) n * s.height + row) * s.width + column) * s.inputs;
              size_t out = (((size_t) n * high + y) * wide + x) * s.outputs;
              visit(in, out, (size_t) i * s.kernel + j);
            }
          }
        }
      }
    }
  }
}

template <class T, class R>
static void run(int pass, const Size& s, const T* first, const T* second, R* result) {
  int high = (s.height + 2 * s.padding - s.kernel) / s.stride + 1;
  int across = (s.width + 2 * s.padding - s.kernel) / s.stride + 1;
  size_t pixels = (size_t) s.kernel * s.kernel;
  size_t length = pass == 0   ? (size_t) s.faces * high * across * s.outputs
                  : pass == 1 ? (size_t) s.faces * s.height * s.width * s.inputs
                              : (size_t) s.outputs * pixels * s.inputs;
  std::vector<double> sums(length, 0);
  each(s, [&](size_t in, size_t out, size_t pixel) {
    for (int o = 0; o < s.outputs; o++) {
      size_t weight = (o * pixels + pixel) * s.inputs;
      for (int c = 0; c < s.inputs; c++) {
        if (pass == 0) {
          sums[out + o] += wide(first[in + c]) * wide(second[weight + c]);
        } else if (pass == 1) {
          sums[in + c] += wide(first[weight + c]) * wide(second[out + o]);
        } else {
          sums[weight + c] += wide(first[in + c]) * wide(second[out + o]);
        }
      }
    }
  });
  for (size_t i = 0; i < length; i++) {
    put(sums[i], result[i]);
  }
}

extern "C" __attribute__((visibility("default"))) void convolve(
    int pass, int halved, int floats, const int* size, const void* first, const void* second, void* result) {
  Size s;
  std::memcpy(&s, size, sizeof(s));
  if (!halved) {
    run(pass, s, (const float*) first, (const float*) second, (float*) result);
  } else if (floats) {
    run(pass, s, (const bfloat16*) first, (const bfloat16*) second, (float*) result);
  } else {
    run(pass, s, (const bfloat16*) first, (const bfloat16*) second, (bfloat16*) result);
  }
}
