// Transpose: rows become columns, four by four in registers. For each instruction set.
#pragma once
#include <cstdint>

#include "vector.h"

namespace plateau::cpu::PLATEAU_TARGET {

typedef float Four __attribute__((vector_size(16)));

PLATEAU_INLINE Four loadFour(const float* from) { return *reinterpret_cast<const FourInMemory*>(from); }
PLATEAU_INLINE void storeFour(float* to, Four value) { *reinterpret_cast<FourInMemory*>(to) = value; }

// Four rows of four become four columns.
PLATEAU_INLINE void transposeFour(const float* from, std::int64_t stride, float* to, std::int64_t pitch) {
  const Four a = loadFour(from), b = loadFour(from + stride), c = loadFour(from + 2 * stride),
             d = loadFour(from + 3 * stride);
#if defined(__SSE__)
  const Four ab = _mm_unpacklo_ps(a, b), cd = _mm_unpacklo_ps(c, d);
  const Four AB = _mm_unpackhi_ps(a, b), CD = _mm_unpackhi_ps(c, d);
  storeFour(to, _mm_movelh_ps(ab, cd));
  storeFour(to + pitch, _mm_movehl_ps(cd, ab));
  storeFour(to + 2 * pitch, _mm_movelh_ps(AB, CD));
  storeFour(to + 3 * pitch, _mm_movehl_ps(CD, AB));
#else
  for (int i = 0; i < 4; i++) storeFour(to + i * pitch, Four{a[i], b[i], c[i], d[i]});
#endif
}

// to[k * pitch + i] = from[i * stride + k] for i in [0, height), k in [0, depth). Cache line by cache line of the source, all rows each.
PLATEAU_INLINE void transpose(const float* from, std::int64_t stride, std::int64_t depth, std::int64_t height,
                              std::int64_t pitch, float* to) {
  constexpr std::int64_t line = 16;
  for (std::int64_t begin = 0; begin < depth; begin += line) {
    const auto end = begin + line < depth ? begin + line : depth;
    std::int64_t i = 0;
    for (; i + 4 <= height; i += 4) {
      auto k = begin;
      for (; k + 4 <= end; k += 4) transposeFour(from + i * stride + k, stride, to + k * pitch + i, pitch);
      for (; k < end; k++)
        for (int j = 0; j < 4; j++) to[k * pitch + i + j] = from[(i + j) * stride + k];
    }
    for (; i < height; i++)
      for (auto k = begin; k < end; k++) to[k * pitch + i] = from[i * stride + k];
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
