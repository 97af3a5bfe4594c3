#include "element.cuh"

// Copies a tensor into one of another type, or of more channels, of which those that are new are zero.
extern "C" __global__ void convert(const IN0* from, OUT* to, long long pixels, int fromChannels, int toChannels) {
  for (unsigned int at = FIRST; at < pixels * toChannels; at += STRIDE) {
    int channel = at % toChannels;
    to[at] = narrow<OUT>(channel < fromChannels ? wide(from[at / toChannels * fromChannels + channel]) : 0);
  }
}

// The other way: the first channels of a tensor, written or added.
extern "C" __global__ void cut(
    const IN0* from, OUT* to, long long pixels, int fromChannels, int toChannels, int adds) {
  for (unsigned int at = FIRST; at < pixels * toChannels; at += STRIDE) {
    float value = wide(from[at / toChannels * fromChannels + at % toChannels]);
    to[at] = narrow<OUT>(adds ? wide(to[at]) + value : value);
  }
}
