// Tiles: a product of two packed strips, held in registers. For each instruction set.
#pragma once
#include "gemm-kernels.h"
#include "vector.h"

namespace plateau::cpu::PLATEAU_TARGET {

// Of 32 registers: 12 rows of 2 vectors, with the two of B and one of A. Of 16: 4 rows of 3.
constexpr int tileRows = lanes == 16 ? 12 : 4;
constexpr int tileVectors = lanes == 16 ? 2 : 3;
constexpr int tileColumns = tileVectors * lanes;

struct Tile {
  const float* a;
  const float* b;
  std::int64_t depth;
  float* c;
  std::int64_t cStride;
  bool add;
};

using TileFunction = void (*)(const Tile&);

template <int rows, int vectors>
void computeTile(const Tile& tile) {
  Vector sums[rows][vectors];
#pragma GCC unroll 16
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) sums[i][j] = Vector{};
  const float* a = tile.a;
  const float* b = tile.b;
  for (std::int64_t k = tile.depth; k > 0; k--) {
    Vector right[vectors];
#pragma GCC unroll 4
    for (int j = 0; j < vectors; j++) right[j] = load(b + j * lanes);
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++) {
      const Vector left = all(a[i]);
#pragma GCC unroll 4
      for (int j = 0; j < vectors; j++) sums[i][j] = fma(left, right[j], sums[i][j]);
    }
    a += rows;
    b += vectors * lanes;
  }
  float* c = tile.c;
  if (tile.add) {
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++, c += tile.cStride)
#pragma GCC unroll 4
      for (int j = 0; j < vectors; j++) store(c + j * lanes, load(c + j * lanes) + sums[i][j]);
  } else {
#pragma GCC unroll 16
    for (int i = 0; i < rows; i++, c += tile.cStride)
#pragma GCC unroll 4
      for (int j = 0; j < vectors; j++) store(c + j * lanes, sums[i][j]);
  }
}

template <int rows>
PLATEAU_INLINE TileFunction ofVectors(std::int64_t vectors) {
  if constexpr (tileVectors == 3) {
    if (vectors == 3) return computeTile<rows, tileVectors>;
  }
  return vectors == 2 ? computeTile<rows, 2> : computeTile<rows, 1>;
}

template <int rows = tileRows>
TileFunction tileOf(std::int64_t height, std::int64_t vectors) {
  if (height == rows) return ofVectors<rows>(vectors);
  if constexpr (rows > 1) return tileOf<rows - 1>(height, vectors);
  return nullptr;
}

// A tile of which only the first columns exist in C.
inline void computePart(TileFunction function, const Tile& tile, std::int64_t rows, std::int64_t columns) {
  alignas(64) float whole[tileRows * tileColumns];
  const auto width = (columns + lanes - 1) / lanes * lanes;
  function({tile.a, tile.b, tile.depth, whole, width, false});
  for (std::int64_t i = 0; i < rows; i++) {
    const float* from = whole + i * width;
    float* to = tile.c + i * tile.cStride;
    for (std::int64_t j = 0; j < columns; j++) to[j] = tile.add ? to[j] + from[j] : from[j];
  }
}

inline void sweepTile(const Sweep& sweep, std::int64_t rowHeight, std::int64_t row, std::int64_t column) {
  const auto rows = sweep.rows - row < rowHeight ? sweep.rows - row : rowHeight;
  const auto columns = sweep.columns - column < tileColumns ? sweep.columns - column : tileColumns;
  const auto function = tileOf(rows, (columns + lanes - 1) / lanes);
  const Tile tile{sweep.a + row * sweep.depth, sweep.b + column * sweep.depth,     sweep.depth,
                  sweep.c + row * sweep.cStride + column, sweep.cStride, sweep.add};
  if (columns % lanes == 0) {
    function(tile);
  } else {
    computePart(function, tile, rows, columns);
  }
}

inline void sweepTiles(const Sweep& sweep, std::int64_t rowHeight) {
  if (sweep.rowsOutside) {
    for (std::int64_t row = 0; row < sweep.rows; row += rowHeight)
      for (std::int64_t column = 0; column < sweep.columns; column += tileColumns)
        sweepTile(sweep, rowHeight, row, column);
  } else {
    for (std::int64_t column = 0; column < sweep.columns; column += tileColumns)
      for (std::int64_t row = 0; row < sweep.rows; row += rowHeight) sweepTile(sweep, rowHeight, row, column);
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
