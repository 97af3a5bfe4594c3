#include "element.cuh"

// Updates parameters by their gradients; RULE is one of the names below. A block computes one row of the table. Nothing
// changes if the loss has refused the targets.
#define PLAIN 0
#define GRADIENT_DESCENT 1
#define ROOT_MEAN_SQUARE 2
#define ADAPTIVE_MOMENTS 3

struct Part {
  const float* gradients;
  float* parameters;
  float* first;
  float* second;
  long long length;
};

// numbers holds rate and batches; a, b and epsilon are parameters of the rule.
extern "C" __global__ void update(
    const Part* table,
    const float* numbers,
    const float* factor,
    const int* refused,
    float decay,
    float a,
    float b,
    float epsilon) {
  if (*refused) {
    return;
  }
  Part part = table[blockIdx.x];
  float rate = numbers[0];
  float batches = numbers[1];
  float clip = factor ? *factor : 1;
  for (int i = threadIdx.x; i < part.length; i += blockDim.x) {
    float w = part.parameters[i];
    float g = part.gradients[i] / batches * clip + decay * w;
#if RULE == PLAIN
    float step = g;
#elif RULE == GRADIENT_DESCENT
    float step = rate * g;
#elif RULE == ROOT_MEAN_SQUARE
    float s = part.first[i] * a + g * g * (1 - a);
    part.first[i] = s;
    float step = rate * g / (sqrtf(s) + epsilon);
#elif RULE == ADAPTIVE_MOMENTS
    float m = a * part.first[i] + g * (1 - a);
    float v = b * part.second[i] + g * g * (1 - b);
    part.first[i] = m;
    part.second[i] = v;
    float step = rate * m / (sqrtf(v) + epsilon);
#endif
    part.parameters[i] = w - step;
  }
}
