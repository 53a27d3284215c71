// Functions: exp, log, tanh, erf on vectors. Products and sums are rounded one by one, so that every processor gives the same bits.
// Errors, by tests against the C library: exp, log and tanh 2 units in the last place or less, erf 1e-6; below 2^-126 exp gives 0.

namespace {

// (x + magic) - magic rounds to a whole number; the lowest bits of x + magic are that number.
constexpr float magic = 12582912.0f;

// Range reduction by multiples of ln 2, a polynomial of degree 6 on [-ln 2 / 2, ln 2 / 2] and a shift of the exponent.
static inline F exponential(F x) {
  const F high = splat(88.72283f), low = splat(-87.33654f);
  F bounded = x < high ? x : high;
  bounded = bounded > low ? bounded : low;
  const F shifted = bounded * 1.44269504f + magic;
  const F n = shifted - magic;
  F r = bounded - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  F p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = (p * (r * r) + r) + 1.0f;
  // In two steps: n may be 128.
  const I whole = bits(shifted) - bits(splat(magic));
  const I half = whole >> 1;
  const F scaled = p * asFloat((half + 127) << 23) * asFloat((whole - half + 127) << 23);
  F result = x > high ? splat(__builtin_inff()) : scaled;
  result = x < low ? F{} : result;
  return x != x ? x : result;
}

// The exponent apart, a polynomial of degree 8 on [sqrt(1/2) - 1, sqrt(2) - 1].
static inline F logarithm(F x) {
  const F smallest = splat(1.17549435e-38f);
  const I tiny = x < smallest;
  const F normal = tiny ? x * 8388608.0f : x;
  I exponent = ((bits(normal) >> 23) & 255) - 126;
  exponent = exponent - (tiny & 23);
  F m = asFloat((bits(normal) & 0x007fffff) | 0x3f000000);
  const I small = m < 0.70710678f;
  exponent = exponent + small;
  m = (m - 1.0f) + asFloat(bits(m) & small);
  const F e = toFloat(exponent);
  F p = m * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  const F z = m * m;
  F y = p * m * z;
  y = y + e * -2.12194440e-4f;
  y = y - z * 0.5f;
  F result = (m + y) + e * 0.693359375f;
  const F infinity = splat(__builtin_inff());
  result = x == infinity ? infinity : result;
  result = x == F{} ? -infinity : result;
  return (x < F{} || x != x) ? splat(__builtin_nanf("")) : result;
}

static inline F logistic(F x) { return 1.0f / (1.0f + exponential(-x)); }

static inline F hyperbolicTangent(F x) {
  const F size = asFloat(bits(x) & 0x7fffffff);
  const F z = x * x;
  F p = z * -5.70498872745e-3f + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  const F near = p * z * x + x;
  const F far = 1.0f - 2.0f / (exponential(size + size) + 1.0f);
  const F signedFar = asFloat(bits(far) | (bits(x) & splatI(static_cast<std::int32_t>(0x80000000))));
  return size < 0.625f ? near : signedFar;
}

// A quotient of polynomials on [-4, 4], beyond which erf is 1 in float32.
static inline F errorFunction(F x) {
  F b = x < 4.0f ? x : splat(4.0f);
  b = b > -4.0f ? b : splat(-4.0f);
  const F z = b * b;
  F p = z * -2.72614225801306e-10f + 2.77068142495902e-08f;
  p = p * z - 2.10102402082508e-06f;
  p = p * z - 5.69250639462346e-05f;
  p = p * z - 7.34990630326855e-04f;
  p = p * z - 2.95459980854025e-03f;
  p = p * z - 1.60960333262415e-02f;
  F q = z * -1.45660718464996e-05f - 2.13374055278905e-04f;
  q = q * z - 1.68282697438203e-03f;
  q = q * z - 7.37332916720468e-03f;
  q = q * z - 1.42647390514189e-02f;
  return x != x ? x : b * p / q;
}

}  // namespace
