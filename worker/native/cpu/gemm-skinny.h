// Skinny products: a few rows of A against all of B, as in generation, where each number of B is used so seldom that packing it would cost
// more than the product. B is read where it lies, in the order of memory. For each instruction set.
#pragma once
#include "gemm-kernels.h"
#include "gemm-tile.h"
#include "transpose.h"

namespace plateau::cpu::PLATEAU_TARGET {

// Rows of B that are read side by side: about as many streams as processors follow.
constexpr std::int64_t streams = 16;

// Columns [begin, end) of C where rows of B are contiguous. The depth is one chain of sums for each element.
PLATEAU_INLINE void addRows(const SkinnyPart& part, const float* a, const float* b, std::int64_t bStride, std::int64_t begin,
                            std::int64_t end) {
  const auto& product = *part.product;
  const auto start = product.accumulate ? Start::resume : Start::zero;
  for (std::int64_t k = 0; k < product.depth; k += streams) {
    const auto depth = product.depth - k < streams ? product.depth - k : streams;
    // There may be more rows than a tile has; the second tile finds these rows of B in the cache.
    for (std::int64_t row = 0; row < product.rows; row += tileRows) {
      const auto rows = product.rows - row < tileRows ? product.rows - row : tileRows;
      const auto whole = tileOf<true>(rows, tileVectors);
      Tile tile{a + row * product.depth + k, product.depth, b + k * bStride, bStride, depth, product.c + row * product.cStride + begin,
                product.cStride, k == 0 ? start : Start::resume};
      for (auto column = begin; column < end; column += tileColumns, tile.b += tileColumns, tile.c += tileColumns) {
        const auto columns = end - column < tileColumns ? end - column : tileColumns;
        if (columns == tileColumns) {
          whole(tile);
        } else {
          compute<true>(tile, rows, columns);
        }
      }
    }
  }
}

// The last columns, less than a vector: whole vectors of them would end behind B.
PLATEAU_INLINE void addLastColumns(const SkinnyPart& part, const float* a, std::int64_t begin, float* scratch) {
  const auto& product = *part.product;
  const auto columns = part.end - begin;
  for (std::int64_t k = 0; k < product.depth; k++)
    store(scratch + k * lanes, loadFirst(product.b.data + k * product.b.rowStride + begin, columns));
  addRows(part, a, scratch, lanes, begin, part.end);
}

// In 16 lanes on every instruction set, added up in one order.
constexpr int dotVectors = 16 / lanes;

PLATEAU_INLINE float sumOf(const Vector (&sums)[dotVectors]) {
  alignas(64) float all[16];
  for (int i = 0; i < dotVectors; i++) store(all + i * lanes, sums[i]);
  for (int half = 8; half > 0; half /= 2)
    for (int i = 0; i < half; i++) all[i] += all[i + half];
  return all[0];
}

// Dot products of `rows` rows with `columns` columns.
template <int rows, int columns>
void dots(const float* a, const float* b, std::int64_t bStride, std::int64_t depth, float (&results)[rows][columns]) {
  Vector sums[rows][columns][dotVectors] = {};
  std::int64_t k = 0;
  for (; k + 16 <= depth; k += 16)
#pragma GCC unroll 4
    for (int v = 0; v < dotVectors; v++) {
#pragma GCC unroll 8
      for (int j = 0; j < columns; j++) {
        const Vector right = load(b + j * bStride + k + v * lanes);
#pragma GCC unroll 8
        for (int i = 0; i < rows; i++) sums[i][j][v] = fma(load(a + i * depth + k + v * lanes), right, sums[i][j][v]);
      }
    }
  for (int v = 0; k < depth; v++, k += lanes) {
    const auto left = depth - k < lanes ? depth - k : lanes;
    for (int j = 0; j < columns; j++) {
      const Vector right = loadFirst(b + j * bStride + k, left);
      for (int i = 0; i < rows; i++) sums[i][j][v] = fma(loadFirst(a + i * depth + k, left), right, sums[i][j][v]);
    }
  }
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) results[i][j] = sumOf(sums[i][j]);
}

template <int rows, int columns>
std::int64_t addDots(const Product& product, const float* a, std::int64_t column, std::int64_t end) {
  for (; column + columns <= end; column += columns) {
    float results[rows][columns];
    dots<rows, columns>(a, product.b.data + column * product.b.columnStride, product.b.columnStride, product.depth, results);
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++) {
        float& c = product.c[i * product.cStride + column + j];
        c = product.accumulate ? c + results[i][j] : results[i][j];
      }
  }
  return column;
}

// Where columns of B are contiguous.
template <int rows = mostSkinnyRows>
void addColumns(const SkinnyPart& part, const float* a) {
  const auto& product = *part.product;
  if (product.rows == rows) {
    // As many sums as there are registers for.
    constexpr int together = lanes == 16 ? (rows > 4 ? 2 : 4) : rows >= 4 ? 1 : 4 / rows;
    const auto column = addDots<rows, together>(product, a, part.begin, part.end);
    addDots<rows, 1>(product, a, column, part.end);
  } else if constexpr (rows > 1) {
    addColumns<rows - 1>(part, a);
  }
}

// Scratch: A, and a vector for each depth.
inline void skinny(const SkinnyPart& part, float* scratch) {
  const auto& product = *part.product;
  const auto& [a, rowStride, columnStride] = product.a;
  for (std::int64_t i = 0; i < product.rows; i++)
    for (std::int64_t k = 0; k < product.depth; k++) scratch[i * product.depth + k] = a[i * rowStride + k * columnStride];
  if (product.b.columnStride != 1) return addColumns(part, scratch);
  const auto whole = part.begin + (part.end - part.begin) / lanes * lanes;
  addRows(part, scratch, product.b.data + part.begin, product.b.rowStride, part.begin, whole);
  if (whole < part.end) addLastColumns(part, scratch, whole, scratch + product.rows * product.depth);
}

}  // namespace plateau::cpu::PLATEAU_TARGET
