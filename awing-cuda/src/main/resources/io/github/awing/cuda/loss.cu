#include "element.cuh"
#include "pixel_loss.cuh"
#include "scalar_sum.cuh"

// Loss of whole heatmaps, its gradient and its sum in one pass: the pixels' losses, weighted by the weighted loss map
// of the targets (the paper, section 4.2, equation 8) and by a mask of whole heatmaps, if there is one. Hidden pixels
// may have any value. A target further outside 0 to 1 than rounding explains sets the flag refused, if there is one.
__device__ inline float clamp(float value, float least, float most) {
  return value < least ? least : value > most ? most : value;
}

extern "C" __global__ void loss(
    const IN0* predictions,
    const IN1* targets,
    const float* mask,
    OUT* gradient,
    double* result,
    int* refused,
    double* partial,
    unsigned int* counter,
    long long numbers,
    int height,
    int width,
    int channels,
    int radius,
    float threshold,
    float weight,
    double scale,
    float a,
    float b,
    float c,
    float d) {
  const float rounding = 1e-4f;
  const float most = 1e27f;
  double sum = 0;
  for (unsigned int at = FIRST; at < numbers; at += STRIDE) {
    int channel = at % channels;
    unsigned int pixel = at / channels;
    int x = pixel % width;
    int y = pixel / width % height;
    float shown = mask ? mask[pixel / width / height * channels + channel] : 1;
    float raw = wide(targets[at]);
    if (refused && shown != 0 && (raw < -rounding || raw > 1 + rounding)) {
      *refused = 1;
    }
    float counts = 1;
    for (int row = -radius; row <= radius && radius >= 0; row++) {
      for (int column = -radius; column <= radius; column++) {
        if (y + row >= 0 && y + row < height && x + column >= 0 && x + column < width) {
          float neighbour = wide(targets[at + ((long long) row * width + column) * channels]);
          counts = neighbour >= threshold ? weight + 1 : counts;
        }
      }
    }
    PixelLoss found = pixel_loss(clamp(raw, 0, 1), wide(predictions[at]), a, b, c, d);
    float factor = shown == 0 ? 0 : counts * shown;
    float value = shown == 0 ? 0 : clamp(found.loss, 0, most) * factor;
    float slope = shown == 0 ? 0 : clamp(found.gradient, -most, most) * factor;
    gradient[at] = narrow<OUT>((float) scale * slope);
    sum += value;
  }
  double all;
  if (total(sum, partial, counter, &all)) {
    *result = scale * all;
  }
}
