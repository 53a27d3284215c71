// Vector: as many floats as a register of the target holds (target.h), on the compilers' vector extension: arithmetic, comparison and
// choice (mask ? a : b) are operators of the language. Only what has no operator is here.
//
// Nothing contracts a * b + c to a fused multiply-add by itself (-ffp-contract=off): it is fma() where it is meant, so that instruction
// sets give the same bits.
#pragma once
#include <cstdint>

#include "target.h"

namespace plateau::cpu::PLATEAU_TARGET {

constexpr int lanes = PLATEAU_LANES;

typedef float Vector __attribute__((vector_size(4 * PLATEAU_LANES)));
typedef std::int32_t Integers __attribute__((vector_size(4 * PLATEAU_LANES)));

// As they lie in memory: on any boundary.
typedef float VectorInMemory __attribute__((vector_size(4 * PLATEAU_LANES), aligned(4), may_alias));
typedef float FourInMemory __attribute__((vector_size(16), aligned(4), may_alias));

PLATEAU_INLINE Vector load(const float* from) { return *reinterpret_cast<const VectorInMemory*>(from); }
PLATEAU_INLINE void store(float* to, Vector value) { *reinterpret_cast<VectorInMemory*>(to) = value; }

PLATEAU_INLINE Vector all(float value) {
#if defined(__AVX512F__)
  return reinterpret_cast<Vector>(_mm512_set1_ps(value));
#elif defined(__AVX2__)
  return reinterpret_cast<Vector>(_mm256_set1_ps(value));
#else
  return Vector{value, value, value, value};
#endif
}

PLATEAU_INLINE Integers allIntegers(std::int32_t value) { return value - Integers{}; }

// a · b + c, rounded once; twice on x86 without the instruction.
PLATEAU_INLINE Vector fma(Vector a, Vector b, Vector c) {
#if defined(__AVX512F__)
  return reinterpret_cast<Vector>(_mm512_fmadd_ps(a, b, c));
#elif defined(__AVX2__)
  return reinterpret_cast<Vector>(_mm256_fmadd_ps(a, b, c));
#elif defined(__aarch64__)
  return vfmaq_f32(c, a, b);
#else
  return a * b + c;
#endif
}

// Integer of the lane.
PLATEAU_INLINE Integers laneNumbers() {
  Integers numbers{};
  for (int i = 0; i < lanes; i++) numbers[i] = i;
  return numbers;
}

// The first `count` floats, zeros behind them; nothing else is read. count in [0, lanes].
PLATEAU_INLINE Vector loadFirst(const float* from, std::int64_t count) {
#if defined(__AVX512F__)
  return reinterpret_cast<Vector>(_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << count) - 1), from));
#elif defined(__AVX2__)
  const Integers mask = laneNumbers() < allIntegers(static_cast<std::int32_t>(count));
  return reinterpret_cast<Vector>(_mm256_maskload_ps(from, reinterpret_cast<__m256i>(mask)));
#else
  Vector value{};
  for (std::int64_t i = 0; i < count; i++) value[i] = from[i];
  return value;
#endif
}

// Only the first `count` floats are written. count in [0, lanes].
PLATEAU_INLINE void storeFirst(float* to, Vector value, std::int64_t count) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << count) - 1), value);
#elif defined(__AVX2__)
  const Integers mask = laneNumbers() < allIntegers(static_cast<std::int32_t>(count));
  _mm256_maskstore_ps(to, reinterpret_cast<__m256i>(mask), value);
#else
  for (std::int64_t i = 0; i < count; i++) to[i] = value[i];
#endif
}

}  // namespace plateau::cpu::PLATEAU_TARGET
