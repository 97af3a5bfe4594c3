#include "element.cuh"

// CoordConv (the paper, section 5): a pixel's channels, then x, y and r; with heatmaps, x and y once more, zero where
// the previous stack's boundary, the last channel of its heatmaps, is at most the threshold. As in the authors' code, x
// grows down the picture and y to the right.
extern "C" __global__ void coordinates(
    const IN0* input,
    const IN1* heatmaps,
    OUT* output,
    long long numbers,
    int height,
    int width,
    int channels,
    int outputChannels,
    int heatmapChannels,
    int planes,
    float threshold,
    int adds) {
  for (unsigned int at = FIRST; at < numbers; at += STRIDE) {
    int channel = at % outputChannels;
    unsigned int pixel = at / outputChannels;
    float value;
    if (channel < channels) {
      unsigned int plane = height * width;
      value = planes ? wide(input[(pixel / plane * channels + channel) * plane + pixel % plane])
                     : wide(input[pixel * channels + channel]);
    } else {
      float x = 2.0f * (pixel / width % height) / (height - 1) - 1;
      float y = 2.0f * (pixel % width) / (width - 1) - 1;
      int coordinate = channel - channels;
      value = coordinate == 2 ? sqrtf((x * x + y * y) / 2) : coordinate % 3 == 0 ? x : y;
      if (coordinate > 2 && !(wide(heatmaps[(pixel + 1) * heatmapChannels - 1]) > threshold)) {
        value = 0;
      }
    }
    output[at] = narrow<OUT>(adds ? wide(output[at]) + value : value);
  }
}
