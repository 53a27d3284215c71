// Packing: copies one side of a product into strips (gemm-kernels.h), whatever its strides. For each instruction set.
#pragma once
#include "gemm-kernels.h"
#include "transpose.h"
#include "vector.h"

namespace plateau::cpu::PLATEAU_TARGET {

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
    transpose(from, extentStride, depth, rows, pitch, to);
    for (std::int64_t k = 0; k < depth; k++)
      for (auto i = rows; i < pitch; i++) to[k * pitch + i] = 0;
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
