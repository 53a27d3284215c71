// Packing: copies one side of a product into strips (gemm-kernels.h), whatever its strides. For each instruction set.
#pragma once
#include "gemm-kernels.h"
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

// Numbers of one depth lie together in the source.
PLATEAU_INLINE void copyStrip(const float* from, std::int64_t stride, std::int64_t depth, std::int64_t height,
                              std::int64_t pitch, float* to) {
  for (std::int64_t k = 0; k < depth; k++, from += stride, to += pitch) {
    std::int64_t i = 0;
    for (; i + lanes <= height; i += lanes) store(to + i, load(from + i));
    for (; i + 4 <= height; i += 4) storeFour(to + i, loadFour(from + i));
    for (; i < height; i++) to[i] = from[i];
    for (; i < pitch; i++) to[i] = 0;
  }
}

// Numbers of one row lie together in the source. Cache line by cache line of the source, all rows of the strip each.
PLATEAU_INLINE void transposeStrip(const float* from, std::int64_t stride, std::int64_t depth, std::int64_t height,
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
    for (; i < pitch; i++)
      for (auto k = begin; k < end; k++) to[k * pitch + i] = 0;
  }
}

PLATEAU_INLINE void gatherStrip(const float* from, std::int64_t extentStride, std::int64_t depthStride,
                                std::int64_t depth, std::int64_t height, std::int64_t pitch, float* to) {
  for (std::int64_t k = 0; k < depth; k++, from += depthStride, to += pitch) {
    for (std::int64_t i = 0; i < height; i++) to[i] = from[i * extentStride];
    for (auto i = height; i < pitch; i++) to[i] = 0;
  }
}

PLATEAU_INLINE void packStrip(const Strips& strips, std::int64_t first, std::int64_t rows, std::int64_t pitch, float* to) {
  const auto& [extent, depth, data, extentStride, depthStride] = strips;
  const float* from = data + first * extentStride;
  if (extentStride == 1) {
    copyStrip(from, depthStride, depth, rows, pitch, to);
  } else if (depthStride == 1) {
    transposeStrip(from, extentStride, depth, rows, pitch, to);
  } else {
    gatherStrip(from, extentStride, depthStride, depth, rows, pitch, to);
  }
}

// Strips of `height`, the numbers of a depth padded with zeros to a multiple of `round`.
inline void pack(const Strips& strips, std::int64_t height, std::int64_t round, float* to) {
  // Rows of the source that are read across all strips before the next ones: a strip is narrower than the lines and pages that it lies in.
  const std::int64_t step = strips.extentStride == 1 ? 16 : strips.depth;
  for (std::int64_t k = 0; k < strips.depth; k += step) {
    const auto left = strips.depth - k;
    const Strips part{strips.extent, left < step ? left : step, strips.data + k * strips.depthStride, strips.extentStride,
                      strips.depthStride};
    for (std::int64_t first = 0; first < strips.extent; first += height) {
      const auto rows = strips.extent - first < height ? strips.extent - first : height;
      const auto pitch = (rows + round - 1) / round * round;
      packStrip(part, first, rows, pitch, to + first * strips.depth + k * pitch);
    }
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
