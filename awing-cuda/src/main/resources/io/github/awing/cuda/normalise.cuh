// What batch normalisation multiplies a channel with and adds to it.
struct Affine {
  float scale;
  float offset;
};

__device__ inline Affine affine(
    const float* statistics, const float* parameters, int channel, int channels, double epsilon) {
  float scale = parameters[channel] / sqrtf(statistics[channels + channel] + (float) epsilon);
  Affine result;
  result.scale = scale;
  result.offset = parameters[channels + channel] - statistics[channel] * scale;
  return result;
}
