// Strip: some queries of one head, which lie in the lanes of vectors, so that maxima and sums over keys need no exchange between lanes.
// Matrices of a strip are transposed: a row for each key or each number of the head, a column for each query. For each instruction set.
//
// Sums over keys and over queries are carried on from where the last block ended (Start::resume), so the width of a strip, which differs
// between instruction sets, does not show in the bits.
#pragma once
#include "attention.h"
#include "gemm-tile.h"
#include "transpose.h"
#include "vector-math.h"

namespace plateau::cpu::PLATEAU_TARGET {

constexpr std::int64_t stripQueries = tileColumns;
// Keys that are looked at together: their scores stay in the first cache. Seen in the bits of forward, where each block rescales.
constexpr std::int64_t blockKeys = 96;

// Columns of a strip's matrices.
constexpr std::int64_t pitch = stripQueries;

struct HeadMatrix {
  const float* data;
  std::int64_t stride;

  HeadMatrix from(std::int64_t row) const { return {data + row * stride, stride}; }
};

template <class Number>
PLATEAU_INLINE HeadMatrix headOf(const HeadsOf<Number>& heads, std::int64_t batch, std::int64_t head) {
  return {heads.data + batch * heads.batchStride + head * heads.headStride, heads.rowStride};
}

// Which keys a query sees.
struct Sight {
  bool causal;
  // Keys that the strip's first query sees, if causal.
  std::int64_t firstSees;

  // Keys that any of the strip's queries sees.
  std::int64_t end(std::int64_t keys, std::int64_t queries) const {
    return causal && firstSees + queries - 1 < keys ? firstSees + queries - 1 : keys;
  }
  bool all(std::int64_t lastKey) const { return !causal || lastKey < firstSees; }
  // Of the queries of a vector that begins with the strip's `lane`th.
  Integers sees(std::int64_t key, std::int64_t lane) const {
    return laneNumbers() + static_cast<std::int32_t>(lane) > static_cast<std::int32_t>(key - firstSees);
  }
};

PLATEAU_INLINE Sight sightOf(const AttentionShape& shape, std::int64_t firstQuery) {
  return {shape.causal, firstQuery + shape.keys - shape.queries + 1};
}

// The strip's queries, transposed and times `factor`; zeros in columns without one.
PLATEAU_INLINE void loadStrip(const HeadMatrix& from, std::int64_t queries, std::int64_t width, float factor, float* to) {
  if (queries < stripQueries)
    for (std::int64_t i = 0; i < width * pitch; i += lanes) store(to + i, Vector{});
  transpose(from.data, from.stride, width, queries, pitch, to);
  if (factor != 1.0f)
    for (std::int64_t i = 0; i < width * pitch; i += lanes) store(to + i, load(to + i) * factor);
}

// C[keys, queries] = rows of a · the strip b.
PLATEAU_INLINE void scoreBlock(const HeadMatrix& rows, std::int64_t keys, std::int64_t width, const float* b, float* c) {
  for (std::int64_t key = 0; key < keys; key += tileRows) {
    const auto height = keys - key < tileRows ? keys - key : tileRows;
    compute<true>({rows.data + key * rows.stride, rows.stride, b, pitch, width, c + key * pitch, pitch, Start::zero}, height,
                  stripQueries);
  }
}

// C[width, queries] += transposed rows · weights[keys, queries], carried on.
PLATEAU_INLINE void mixBlock(const HeadMatrix& rows, std::int64_t keys, std::int64_t width, const float* weights, float* c) {
  const auto tiles = (width + tileRows - 1) / tileRows;
  const auto height = (width + tiles - 1) / tiles;
  for (std::int64_t d = 0; d < width; d += height) {
    const auto some = width - d < height ? width - d : height;
    compute<false>({rows.data + d, rows.stride, weights, pitch, keys, c + d * pitch, pitch, Start::resume}, some, stripQueries);
  }
}

}  // namespace plateau::cpu::PLATEAU_TARGET
