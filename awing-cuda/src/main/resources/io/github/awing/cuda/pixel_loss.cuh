// Losses of one pixel and their derivatives by the prediction; LOSS is one of the names below. A loss's parameters are
// a, b, c, d, in the order of its record.
#define AWING 1
#define WING 2
#define SMOOTH_L1 3
#define MSE 4
#define L1 5

struct PixelLoss {
  float loss;
  float gradient;
};

__device__ inline PixelLoss pixel_loss(float target, float prediction, float a, float b, float c, float d) {
  PixelLoss result;
  float difference = prediction - target;
  float distance = fabsf(difference);
  float sign = difference > 0 ? 1.0f : difference < 0 ? -1.0f : difference;
#if LOSS == AWING
  // The paper, section 4.1, equation 3: a is omega, b theta, c epsilon, d alpha.
  float exponent = d - target;
  float curved = (distance > b ? b : distance) / c;
  float beyond = distance > b ? distance - b : distance - distance;
  float root = powf(curved, exponent - 1);
  float power = root * curved;
  float slope = a * exponent * root / (c * (1 + power));
  result.loss = a * log1pf(power) + slope * beyond;
  result.gradient = distance == 0 ? 0 : sign * slope;
#elif LOSS == WING
  float curved = distance > a ? a : distance;
  result.loss = a * log1pf(curved / b) + (distance - curved);
  result.gradient = sign * (distance < a ? a / (b + distance) : 1);
#elif LOSS == SMOOTH_L1
  float curved = distance > a ? a : distance;
  result.loss = curved * curved / (2 * a) + (distance - curved);
  result.gradient = sign * curved / a;
#elif LOSS == MSE
  result.loss = difference * difference;
  result.gradient = 2 * difference;
#elif LOSS == L1
  result.loss = distance;
  result.gradient = sign;
#endif
  return result;
}
