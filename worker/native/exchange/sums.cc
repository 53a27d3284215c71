#include "sums.h"

namespace plateau::exchange {
namespace {

// Vectors of the width that a machine computes in, and floats beside them as they lie in memory.
template <int lanes>
struct Wide;
template <>
struct Wide<2> {
  typedef double Doubles __attribute__((vector_size(16)));
  typedef float Floats __attribute__((vector_size(8), aligned(4)));
};
template <>
struct Wide<4> {
  typedef double Doubles __attribute__((vector_size(32)));
  typedef float Floats __attribute__((vector_size(16), aligned(4)));
};
template <>
struct Wide<8> {
  typedef double Doubles __attribute__((vector_size(64)));
  typedef float Floats __attribute__((vector_size(32), aligned(4)));
};

#define INLINE inline __attribute__((always_inline))

// `scale` multiplies instead of dividing where both give the same bits.
template <int lanes, bool scale>
INLINE void averageBy(const float* const* rows, size_t count, float* mean, size_t length) {
  typedef typename Wide<lanes>::Doubles Doubles;
  typedef typename Wide<lanes>::Floats Floats;
  const double shards = static_cast<double>(count), share = 1 / shards;
  size_t i = 0;
  for (; i + lanes <= length; i += lanes) {
    Doubles sums = {};
    for (size_t row = 0; row < count; row++)
      sums += __builtin_convertvector(*reinterpret_cast<const Floats*>(rows[row] + i), Doubles);
    *reinterpret_cast<Floats*>(mean + i) = __builtin_convertvector(scale ? sums * share : sums / shards, Floats);
  }
  for (; i < length; i++) {
    double sum = 0;
    for (size_t row = 0; row < count; row++) sum += rows[row][i];
    mean[i] = static_cast<float>(sum / shards);
  }
}

template <int lanes>
INLINE void averageIn(const float* const* rows, size_t count, float* mean, size_t length) {
  const bool isPowerOfTwo = (count & (count - 1)) == 0;
  if (isPowerOfTwo) return averageBy<lanes, true>(rows, count, mean, length);
  averageBy<lanes, false>(rows, count, mean, length);
}

// The square of a float32 is exact in float64, so it does not matter whether multiplication and addition are one instruction.
template <int lanes>
INLINE double energyIn(const float* vector, size_t length) {
  typedef typename Wide<lanes>::Doubles Doubles;
  typedef typename Wide<lanes>::Floats Floats;
  constexpr int parts = 4 / lanes;
  Doubles sums[parts] = {};
  size_t i = 0;
  for (; i + 4 <= length; i += 4) {
    for (int part = 0; part < parts; part++) {
      const auto* place = reinterpret_cast<const Floats*>(vector + i + part * lanes);
      const Doubles values = __builtin_convertvector(*place, Doubles);
      sums[part] += values * values;
    }
  }
  double rest = 0;
  for (; i < length; i++) rest += static_cast<double>(vector[i]) * vector[i];
  const auto sum = [&sums](int lane) { return sums[lane / lanes][lane % lanes]; };
  return sum(0) + sum(1) + (sum(2) + sum(3)) + rest;
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512vl"))) void averageAvx512(const float* const* rows, size_t count, float* mean,
                                                              size_t length) {
  averageIn<8>(rows, count, mean, length);
}
__attribute__((target("avx2"))) void averageAvx2(const float* const* rows, size_t count, float* mean, size_t length) {
  averageIn<4>(rows, count, mean, length);
}
__attribute__((target("avx2"))) double energyAvx2(const float* vector, size_t length) {
  return energyIn<4>(vector, length);
}
const bool hasAvx2 = __builtin_cpu_supports("avx2");
const bool hasAvx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
#endif

}  // namespace

void average(const float* const* rows, size_t count, float* mean, size_t length) {
#if defined(__x86_64__)
  if (hasAvx512) return averageAvx512(rows, count, mean, length);
  if (hasAvx2) return averageAvx2(rows, count, mean, length);
#endif
  averageIn<2>(rows, count, mean, length);
}

double energy(const float* vector, size_t length) {
#if defined(__x86_64__)
  if (hasAvx2) return energyAvx2(vector, length);
#endif
  return energyIn<2>(vector, length);
}

}  // namespace plateau::exchange
