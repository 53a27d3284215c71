// Tiles: a product that is held in registers. For each instruction set.
#pragma once
#include <cstdint>

#include "vector.h"

namespace plateau::cpu::PLATEAU_TARGET {

// Of 32 registers: 12 rows of 2 vectors, with the two of B and one of A. Of 16: 4 rows of 3.
constexpr int tileRows = lanes == 16 ? 12 : 4;
constexpr int tileVectors = lanes == 16 ? 2 : 3;
constexpr int tileColumns = tileVectors * lanes;

constexpr std::int64_t vectorsOf(std::int64_t columns) { return (columns + lanes - 1) / lanes; }

// What becomes of what C holds.
enum class Start {
  // Overwritten.
  zero,
  // The sum over this depth is added to it.
  add,
  // The sum begins with it: the bits do not tell where the depth was cut.
  resume,
};

struct Tile {
  // Element (i, k) at a[i + k * aStride], or at a[i * aStride + k] of a tile by rows.
  const float* a;
  std::int64_t aStride;
  // Row k at b + k * bStride, whole vectors.
  const float* b;
  std::int64_t bStride;
  std::int64_t depth;
  float* c;
  std::int64_t cStride;
  Start start;
};

using TileFunction = void (*)(const Tile&);

template <int rows, int vectors>
PLATEAU_INLINE void addOuter(const float* a, std::int64_t stride, const float* b, Vector (&sums)[rows][vectors]) {
  Vector right[vectors];
#pragma GCC unroll 4
  for (int j = 0; j < vectors; j++) right[j] = load(b + j * lanes);
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
    const Vector left = all(a[i * stride]);
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) sums[i][j] = fma(left, right[j], sums[i][j]);
  }
}

// As addOuter for rows apart: three of them have one base, so that the bases stay in registers.
template <int rows, int vectors>
PLATEAU_INLINE void addOuterByRows(const float* const (&bases)[4], std::int64_t stride, std::int64_t k, const float* b,
                                   Vector (&sums)[rows][vectors]) {
  Vector right[vectors];
#pragma GCC unroll 4
  for (int j = 0; j < vectors; j++) right[j] = load(b + j * lanes);
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++) {
    const Vector left = all(bases[i / 3][(i % 3) * stride + k]);
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) sums[i][j] = fma(left, right[j], sums[i][j]);
  }
}

template <int rows, int vectors, bool byRows>
void computeTile(const Tile& tile) {
  Vector sums[rows][vectors];
  const bool resumes = tile.start == Start::resume;
  float* c = tile.c;
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) sums[i][j] = resumes ? load(c + i * tile.cStride + j * lanes) : Vector{};
  const float* b = tile.b;
  const auto aStride = tile.aStride, bStride = tile.bStride;
  if constexpr (byRows) {
    const float* bases[4] = {tile.a, tile.a + 3 * aStride, tile.a + 6 * aStride, tile.a + 9 * aStride};
    auto left = tile.depth;
    for (; left >= 4; left -= 4) {
#pragma GCC unroll 4
      for (int k = 0; k < 4; k++, b += bStride) addOuterByRows(bases, aStride, k, b, sums);
#pragma GCC unroll 4
      for (auto& base : bases) base += 4;
    }
    for (std::int64_t k = 0; k < left; k++, b += bStride) addOuterByRows(bases, aStride, k, b, sums);
  } else {
    const float* a = tile.a;
    for (auto left = tile.depth; left > 0; left--, a += aStride, b += bStride) addOuter(a, 1, b, sums);
  }
  const bool adds = tile.start == Start::add;
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++, c += tile.cStride)
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) store(c + j * lanes, adds ? load(c + j * lanes) + sums[i][j] : sums[i][j]);
}

template <bool byRows, int rows>
TileFunction ofVectors(std::int64_t vectors) {
  if constexpr (tileVectors == 3) {
    if (vectors == 3) return computeTile<rows, tileVectors, byRows>;
  }
  return vectors == 2 ? computeTile<rows, 2, byRows> : computeTile<rows, 1, byRows>;
}

// For tiles of exactly so many rows and vectors.
template <bool byRows, int rows = tileRows>
TileFunction tileOf(std::int64_t height, std::int64_t vectors) {
  if (height == rows) return ofVectors<byRows, rows>(vectors);
  if constexpr (rows > 1) return tileOf<byRows, rows - 1>(height, vectors);
  return nullptr;
}

// The tile, of which only the first columns exist in C.
inline void computePart(TileFunction function, const Tile& tile, std::int64_t rows, std::int64_t columns) {
  alignas(64) float whole[tileRows * tileColumns];
  const auto width = vectorsOf(columns) * lanes;
  auto inner = tile;
  inner.c = whole;
  inner.cStride = width;
  if (tile.start == Start::resume) {
    for (std::int64_t i = 0; i < rows; i++)
      for (std::int64_t j = 0; j < width; j++) whole[i * width + j] = j < columns ? tile.c[i * tile.cStride + j] : 0;
  } else {
    inner.start = Start::zero;
  }
  function(inner);
  for (std::int64_t i = 0; i < rows; i++) {
    const float* from = whole + i * width;
    float* to = tile.c + i * tile.cStride;
    for (std::int64_t j = 0; j < columns; j++) to[j] = tile.start == Start::add ? to[j] + from[j] : from[j];
  }
}

// The tile, at most tileRows × tileColumns.
template <bool byRows>
PLATEAU_INLINE void compute(const Tile& tile, std::int64_t rows, std::int64_t columns) {
  const auto function = tileOf<byRows>(rows, vectorsOf(columns));
  if (columns % lanes == 0) {
    function(tile);
  } else {
    computePart(function, tile, rows, columns);
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
