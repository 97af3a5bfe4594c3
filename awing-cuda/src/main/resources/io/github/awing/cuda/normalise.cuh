// Scale and offset of batch normalisation for a channel.
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
