// Backward attention of one key head: weights are computed again from scores and the log of their sum (Dao et al. 2022), strip by strip of
// queries. With P the weights, G = dO·Vᵀ their gradients and Δ = the sum of dO·O of each query: dS = P (G - Δ), dV = Pᵀ·dO, dK = scale·dSᵀ·Q,
// dQ = scale·dS·K. For each instruction set.
#pragma once
#include "attention-strip.h"

namespace plateau::cpu::PLATEAU_TARGET {

// A strip of queries as the products need it.
struct BackwardStrip {
  std::int64_t queries;
  // [width, queries]: q · scale, gradient of o.
  float* q;
  float* outputGradient;
  // [queries, width], rows of whole vectors: the same for the sums over queries.
  float* qRows;
  float* outputGradientRows;
  // [width, queries]
  float* dq;
  // [blockKeys, queries]
  float* weights;
  float* scores;
  Vector logSumExp[tileVectors], delta[tileVectors];
};

constexpr std::int64_t roundUp(std::int64_t width) { return vectorsOf(width) * lanes; }

inline std::int64_t scratchFloats(std::int64_t width) { return 3 * width * pitch + 2 * stripQueries * roundUp(width) + 2 * blockKeys * pitch; }

PLATEAU_INLINE BackwardStrip divide(float* scratch, std::int64_t width) {
  const auto strip = width * pitch, rows = stripQueries * roundUp(width);
  BackwardStrip parts{};
  parts.q = scratch;
  parts.outputGradient = parts.q + strip;
  parts.dq = parts.outputGradient + strip;
  parts.qRows = parts.dq + strip;
  parts.outputGradientRows = parts.qRows + rows;
  parts.weights = parts.outputGradientRows + rows;
  parts.scores = parts.weights + blockKeys * pitch;
  return parts;
}

PLATEAU_INLINE void loadRows(const HeadMatrix& from, std::int64_t queries, std::int64_t width, float factor, float* to) {
  for (std::int64_t i = 0; i < queries; i++, to += roundUp(width)) {
    const float* row = from.data + i * from.stride;
    for (std::int64_t d = 0; d < width; d += lanes) {
      const auto left = width - d;
      store(to + d, (left >= lanes ? load(row + d) : loadFirst(row + d, left)) * factor);
    }
  }
}

// Lanes without a query get weights of zero.
inline void loadBackwardStrip(const AttentionBackward& call, std::int64_t batch, std::int64_t head, std::int64_t firstQuery,
                              BackwardStrip& strip) {
  const auto& shape = call.shape;
  const auto width = shape.width;
  const auto q = headOf(call.q, batch, head).from(firstQuery);
  const auto gradient = headOf(call.outputGradient, batch, head).from(firstQuery);
  loadStrip(headOf(call.o, batch, head).from(firstQuery), strip.queries, width, 1.0f, strip.dq);
  loadStrip(gradient, strip.queries, width, 1.0f, strip.outputGradient);
  loadStrip(q, strip.queries, width, shape.scale, strip.q);
  loadRows(q, strip.queries, width, shape.scale, strip.qRows);
  loadRows(gradient, strip.queries, width, 1.0f, strip.outputGradientRows);
  const float* logSumExp = call.logSumExp + (batch * shape.heads + head) * shape.queries + firstQuery;
  for (int j = 0; j < tileVectors; j++) {
    Vector delta{};
    for (std::int64_t d = 0; d < width; d++)
      delta = fma(load(strip.outputGradient + d * pitch + j * lanes), load(strip.dq + d * pitch + j * lanes), delta);
    strip.delta[j] = delta;
    const auto left = strip.queries - j * lanes;
    const auto some = left < 0 ? 0 : left < lanes ? left : lanes;
    const Integers present = laneNumbers() < static_cast<std::int32_t>(some);
    strip.logSumExp[j] = present ? loadFirst(logSumExp + j * lanes, some) : all(__builtin_inff());
  }
  for (std::int64_t i = 0; i < width * pitch; i += lanes) store(strip.dq + i, Vector{});
}

// Scores become gradients of scores, and `weights` the weights.
PLATEAU_INLINE void differentiate(const BackwardStrip& strip, const Sight& sight, std::int64_t firstKey, std::int64_t keys) {
  const bool seesAll = sight.all(firstKey + keys - 1);
  for (std::int64_t key = 0; key < keys; key++)
    for (int j = 0; j < tileVectors; j++) {
      const auto at = key * pitch + j * lanes;
      Vector weight = exp(load(strip.scores + at) - strip.logSumExp[j]);
      if (!seesAll) weight = sight.sees(firstKey + key, j * lanes) ? weight : Vector{};
      // What `weights` held: the gradients of the weights.
      store(strip.scores + at, weight * (load(strip.weights + at) - strip.delta[j]));
      store(strip.weights + at, weight);
    }
}

// Gradient[keys, width] += weights[keys, queries] · rows[queries, width], carried on.
PLATEAU_INLINE void gatherGradient(const float* weights, std::int64_t keys, const float* rows, std::int64_t queries, std::int64_t width,
                                   float* gradient, std::int64_t stride) {
  for (std::int64_t d = 0; d < width; d += tileColumns) {
    const auto columns = width - d < tileColumns ? width - d : tileColumns;
    for (std::int64_t key = 0; key < keys; key += tileRows) {
      const auto height = keys - key < tileRows ? keys - key : tileRows;
      compute<true>({weights + key * pitch, pitch, rows + d, roundUp(width), queries, gradient + key * stride + d, stride, Start::resume},
                    height, columns);
    }
  }
}

PLATEAU_INLINE void clear(float* rows, std::int64_t stride, std::int64_t count, std::int64_t width) {
  for (std::int64_t i = 0; i < count; i++)
    for (std::int64_t d = 0; d < width; d++) rows[i * stride + d] = 0;
}

PLATEAU_INLINE float* rowsOf(const Heads& heads, std::int64_t batch, std::int64_t head) {
  return heads.data + batch * heads.batchStride + head * heads.headStride;
}

inline void backwardStrip(const AttentionBackward& call, std::int64_t batch, std::int64_t head, std::int64_t firstQuery, float* scratch) {
  const auto& shape = call.shape;
  const auto width = shape.width;
  const auto keyHead = head / (shape.heads / shape.keyHeads);
  const auto k = headOf(call.k, batch, keyHead), v = headOf(call.v, batch, keyHead);
  float* const dk = rowsOf(call.dk, batch, keyHead);
  float* const dv = rowsOf(call.dv, batch, keyHead);
  auto strip = divide(scratch, width);
  const auto left = shape.queries - firstQuery;
  strip.queries = left < stripQueries ? left : stripQueries;
  loadBackwardStrip(call, batch, head, firstQuery, strip);
  const auto sight = sightOf(shape, firstQuery);
  const auto end = sight.end(shape.keys, strip.queries);
  for (std::int64_t key = 0; key < end; key += blockKeys) {
    const auto keys = end - key < blockKeys ? end - key : blockKeys;
    scoreBlock(k.from(key), keys, width, strip.q, strip.scores);
    scoreBlock(v.from(key), keys, width, strip.outputGradient, strip.weights);
    differentiate(strip, sight, key, keys);
    gatherGradient(strip.weights, keys, strip.outputGradientRows, strip.queries, width, dv + key * call.dv.rowStride, call.dv.rowStride);
    gatherGradient(strip.scores, keys, strip.qRows, strip.queries, width, dk + key * call.dk.rowStride, call.dk.rowStride);
    mixBlock(k.from(key), keys, width, strip.scores, strip.dq);
  }
  for (std::int64_t i = 0; i < width * pitch; i += lanes) store(strip.dq + i, load(strip.dq + i) * shape.scale);
  transpose(strip.dq, pitch, strip.queries, width, call.dq.rowStride, rowsOf(call.dq, batch, head) + firstQuery * call.dq.rowStride);
}

inline void backward(const AttentionBackward& call, std::int64_t batch, std::int64_t keyHead, float* scratch) {
  const auto& shape = call.shape;
  const auto sharing = shape.heads / shape.keyHeads;
  clear(rowsOf(call.dk, batch, keyHead), call.dk.rowStride, shape.keys, shape.width);
  clear(rowsOf(call.dv, batch, keyHead), call.dv.rowStride, shape.keys, shape.width);
  for (auto head = keyHead * sharing; head < (keyHead + 1) * sharing; head++)
    for (std::int64_t query = 0; query < shape.queries; query += stripQueries) backwardStrip(call, batch, head, query, scratch);
}

}  // namespace plateau::cpu::PLATEAU_TARGET
