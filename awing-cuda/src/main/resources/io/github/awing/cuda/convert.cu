#include "element.cuh"

// Copies a tensor to another type or to more channels; the additional channels are zero.
extern "C" __global__ void convert(const IN0* from, OUT* to, long long pixels, int fromChannels, int toChannels) {
  for (unsigned int at = FIRST; at < pixels * toChannels; at += STRIDE) {
    int channel = at % toChannels;
    to[at] = narrow<OUT>(channel < fromChannels ? wide(from[at / toChannels * fromChannels + channel]) : 0);
  }
}

// The inverse: writes or adds the first channels of a tensor.
extern "C" __global__ void cut(
    const IN0* from, OUT* to, long long pixels, int fromChannels, int toChannels, int adds) {
  for (unsigned int at = FIRST; at < pixels * toChannels; at += STRIDE) {
    float value = wide(from[at / toChannels * fromChannels + at % toChannels]);
    to[at] = narrow<OUT>(adds ? wide(to[at]) + value : value);
  }
}
