// Functions on vectors, for each instruction set, with the same bits on all that have fused multiply-add. Errors are in
// units of the last place of the result ("ulp"); the tests hold them to it. NaN gives NaN. Polynomials are minimax fits of our own.
//
//   exp   1 ulp; results below the smallest normal number are rounded twice; 0 from -104 on, infinity above 88.73
//   log   1 ulp; -infinity of 0, NaN below
//   tanh  2 ulp
//   erf   3 ulp
#pragma once
#include "vector.h"

namespace plateau::cpu::PLATEAU_TARGET {

PLATEAU_INLINE Integers bitsOf(Vector value) { return reinterpret_cast<Integers>(value); }
PLATEAU_INLINE Vector ofBits(Integers bits) { return reinterpret_cast<Vector>(bits); }
PLATEAU_INLINE Vector absolute(Vector x) { return ofBits(bitsOf(x) & 0x7fffffff); }
PLATEAU_INLINE Vector withSignOf(Vector magnitude, Vector sign) {
  return ofBits(bitsOf(magnitude) | (bitsOf(sign) & static_cast<std::int32_t>(0x80000000)));
}
// NaN if x is.
PLATEAU_INLINE Vector atLeast(Vector x, float least) { return x < least ? all(least) : x; }
PLATEAU_INLINE Vector atMost(Vector x, float most) { return x > most ? all(most) : x; }

// The polynomial with these coefficients, of the highest power first.
template <class... Rest>
PLATEAU_INLINE Vector polynomial(Vector x, float first, Rest... rest) {
  Vector sum = all(first);
  ((sum = fma(sum, x, all(rest))), ...);
  return sum;
}

// 2^n for n in [-126, 127].
PLATEAU_INLINE Vector powerOfTwo(Integers n) { return ofBits((n + 127) << 23); }

constexpr float log2OfE = 1.44269504f;
// ln 2 as a sum: n · upper is exact for the n that occur.
constexpr float upperLog2 = 0.693359375f;
constexpr float lowerLog2 = -2.12194440e-4f;

PLATEAU_INLINE Vector exp(Vector x) {
  // Beyond, results are 0 and infinity anyway.
  x = atMost(atLeast(x, -105.0f), 89.0f);
  // Adding 1.5 · 2^23 rounds to an integer, which then lies in the low bits.
  const Vector shifted = fma(x, all(log2OfE), all(12582912.0f));
  const Integers n = bitsOf(shifted) - 0x4b400000;
  const Vector rounded = shifted - 12582912.0f;
  Vector r = fma(rounded, all(-upperLog2), x);
  r = fma(rounded, all(-lowerLog2), r);
  const Vector tail = polynomial(r, 0x1.6a2434p-10f, 0x1.1239e2p-7f, 0x1.5558f2p-5f, 0x1.555492p-3f, 0x1.fffffcp-2f);
  const Vector value = fma(r * r, tail, r) + 1.0f;
  // In two factors: 2^n alone may be no normal number.
  const Integers half = n >> 1;
  return value * powerOfTwo(half) * powerOfTwo(n - half);
}

PLATEAU_INLINE Vector log(Vector x) {
  const Integers tiny = x < 0x1p-126f;
  const Vector normal = tiny ? x * 0x1p23f : x;
  // x = 2^e · m with m in [sqrt(1/2), sqrt(2)).
  const Integers offset = bitsOf(normal) - 0x3f3504f3;
  const Integers e = (offset >> 23) - (tiny & 23);
  const Vector f = ofBits((offset & 0x7fffff) + 0x3f3504f3) - 1.0f;
  const Vector power = __builtin_convertvector(e, Vector);
  const Vector square = f * f;
  Vector tail = polynomial(f, 0x1.14579cp-4f, -0x1.de4046p-4f, 0x1.e6f2aep-4f, -0x1.fc218ep-4f, 0x1.23373cp-3f, -0x1.555c4ep-3f,
                           0x1.99a4b8p-3f, -0x1.000006p-2f, 0x1.555548p-2f);
  tail = fma(power, all(lowerLog2), tail * square * f);
  Vector result = fma(power, all(upperLog2), fma(square, all(-0.5f), tail) + f);
  const float infinity = __builtin_inff();
  result = x == infinity ? x : result;
  result = x == 0.0f ? all(-infinity) : result;
  return x < 0.0f ? all(__builtin_nanf("")) : x != x ? x : result;
}

PLATEAU_INLINE Vector tanh(Vector x) {
  const Vector size = absolute(x);
  const Vector square = x * x;
  const Vector small = polynomial(square, 0x1.18e1dep-9f, -0x1.0bf4fcp-7f, 0x1.638b58p-6f, -0x1.b9ee90p-5f, 0x1.111066p-3f,
                                  -0x1.555554p-2f);
  const Vector near = fma(small * square, x, x);
  const Vector far = 1.0f - 2.0f / (exp(size + size) + 1.0f);
  return withSignOf(size < 0.625f ? near : far, x);
}

PLATEAU_INLINE Vector erf(Vector x) {
  const Vector size = absolute(x);
  const Vector near = x * polynomial(x * x, -0x1.438484p-17f, 0x1.d82692p-14f, -0x1.bcbe9ap-11f, 0x1.5628eep-8f, -0x1.b829a8p-6f,
                                     0x1.ce2f08p-4f, -0x1.812746p-2f, 0x1.20dd76p+0f);
  // log(1 - erf), about 2; from 4 on, erf rounds to 1.
  const Vector logRest = polynomial(atMost(size, 4.0f) - 2.0f, 0x1.852d4cp-13f, -0x1.75ab8cp-11f, 0x1.d07a5ep-9f, -0x1.0e20a2p-6f,
                                    -0x1.d8f62ap-1f, -0x1.1ac320p+2f, -0x1.575b32p+2f);
  const Vector far = 1.0f - exp(logRest);
  return size < 1.0f ? near : withSignOf(far, x);
}

}  // namespace plateau::cpu::PLATEAU_TARGET
